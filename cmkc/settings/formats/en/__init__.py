"""English dates in the international order."""
