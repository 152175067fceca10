"""What notices is asked."""
