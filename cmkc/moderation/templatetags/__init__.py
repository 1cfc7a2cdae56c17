"""What other pages show of the desk."""
