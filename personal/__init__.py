"""What in a text is personal by its form. Pure, and shared by the domains that judge texts (docs/adr/0010)."""
