"""What makes the things of each kind; importing this registers all of them."""

from tests.leaks.makers import bookings, desk, forum, glossary, library, pages, people, programs, regulatory

__all__ = ["bookings", "desk", "forum", "glossary", "library", "pages", "people", "programs", "regulatory"]
