"""Technical guides: chapters that editors write, releases that readers read."""
