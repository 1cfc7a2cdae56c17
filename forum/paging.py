"""Pages of a topic are ranges of numbers, so that a link stays right however many posts come or go."""

POSTS_A_PAGE = 20


def page_of(number: int) -> int:
    """Give the page on which a post's number stands, from 1."""
    return max(1, -(-number // POSTS_A_PAGE))


def numbers_of(page: int) -> tuple[int, int]:
    """Give the first and last number of a page."""
    return (page - 1) * POSTS_A_PAGE + 1, page * POSTS_A_PAGE
