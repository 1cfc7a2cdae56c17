"""Others' signals that accounts listens to."""
