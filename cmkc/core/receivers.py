"""Others' signals that core listens to."""
