"""Pages of the regulatory comparison, one module for each kind."""
