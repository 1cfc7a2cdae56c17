"""What other apps' templates load."""
