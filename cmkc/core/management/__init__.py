"""Management of the core app."""
