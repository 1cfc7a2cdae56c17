"""System checks of core."""
