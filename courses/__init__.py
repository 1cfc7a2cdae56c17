"""Courses: lessons that anyone may read, versions that records can point at."""
