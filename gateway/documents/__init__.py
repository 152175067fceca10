"""Documents that leave the system as files: letters and sheets, in the office's own language."""
