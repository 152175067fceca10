"""Event sourcing and messaging. Knows no domain: services bring their events, the kernel keeps the laws."""
