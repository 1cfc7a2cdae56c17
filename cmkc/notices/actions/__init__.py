"""What notices does: tell, follow, send."""
