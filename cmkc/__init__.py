"""The Continuous Manufacturing Knowledge Center."""
