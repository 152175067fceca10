"""What anyone can read and write without an account."""
