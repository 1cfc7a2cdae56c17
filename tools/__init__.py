"""What runs the project: the demo and its supervisor, the servers of the tests, the checks of the Makefile."""
