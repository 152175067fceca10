"""The rules of intake, pure: `message` decides, `evolve` remembers."""
