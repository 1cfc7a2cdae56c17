"""Which technologies a work is about, as bits of one number, so that a list is counted without a join."""

from collections.abc import Iterable

from cmkc.core.taxonomy import TECHNOLOGIES

BITS: dict[str, int] = {slug: 1 << place for place, slug in enumerate(TECHNOLOGIES)}
"""The bit of each technology. A new technology takes the next bit; no bit is ever given to another one."""


def mask_of(slugs: Iterable[str]) -> int:
    """Give the bits of these technologies; subjects that are none have no bit."""
    mask = 0
    for slug in slugs:
        mask |= BITS.get(slug, 0)
    return mask


def slugs_of(mask: int) -> list[str]:
    """Give the technologies of these bits."""
    return [slug for slug, bit in BITS.items() if mask & bit]
