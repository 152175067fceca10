"""What the figures mean, as pure functions (domain.md, "Statistics, exactly")."""
