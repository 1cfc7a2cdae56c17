"""What runs the project: servers for tests, the demo's supervisor, the commands behind the Makefile.

Only the standard library is imported here, so that everything runs before `.venv` is complete.
"""
