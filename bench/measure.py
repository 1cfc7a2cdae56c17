"""Measure one page: cold, kept whole, answered with 304, and as a member."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.client import Answer, Timing, Visitor
from bench.pages import Page
from bench.server import Running

EMPTY = "/bench/empty/"
WARM_UP = 5


@dataclass(frozen=True)
class Effort:
    """How many requests are made of each kind; the kernel's clock is 10 ms coarse, so cheap ones need more."""

    cold: int = 40
    kept: int = 200
    empty: int = 1500


class PageError(Exception):
    """A page did not answer as a measured page must."""


def timed(server: Running, ask: Callable[[], Answer], times: int) -> Timing:
    """Ask again and again on one connection, and note the processor time that the server used meanwhile."""
    for _ in range(WARM_UP):
        ask()
    timing = Timing()
    before = server.processor_seconds()
    timing.answers = [ask() for _ in range(times)]
    timing.processor_seconds = server.processor_seconds() - before
    return timing


def empty_view(server: Running, effort: Effort) -> Timing:
    """What Django itself costs here: a view without middleware."""
    visitor = Visitor(server.port)
    try:
        return timed(server, lambda: visitor.get(EMPTY), effort.empty)
    finally:
        visitor.close()


def page(server: Running, asked: Page, effort: Effort, member: Visitor, empty_ms: float) -> dict[str, Any]:
    """All figures of one page. Raises: PageError unless it answers 200."""
    visitor = Visitor(server.port)
    try:
        first = visitor.get(asked.address, X_Bench_Cold="1", X_Bench_Count="1")
        if first.status != 200:  # noqa: PLR2004  (the code is its own name)
            raise PageError(f"{asked.name}: {asked.address} answered {first.status}")
        rows = {
            "cold": timed(server, lambda: visitor.get(asked.address, X_Bench_Cold="1"), effort.cold),
            "kept": timed(server, lambda: visitor.get(asked.address), effort.kept),
            "member": timed(server, lambda: member.get(asked.address), effort.cold),
        }
        etag = first.headers.get("etag")
        if etag:
            rows["304"] = timed(server, lambda: visitor.get(asked.address, If_None_Match=etag), effort.kept)
    finally:
        visitor.close()
    figures: dict[str, Any] = {name: _row(timing, empty_ms) for name, timing in rows.items()}
    figures |= {"queries": int(first.headers["x-bench-queries"]), "bytes": first.body_bytes}
    figures["over"] = _over(asked, figures)
    return figures


def _row(timing: Timing, empty_ms: float) -> dict[str, float]:
    """The figures of one kind of request."""
    return {
        "cpu_ms": round(timing.processor_ms, 3),
        "ratio": round(timing.processor_ms / empty_ms, 2),
        "p50_ms": round(timing.percentile_ms(50), 3),
        "p95_ms": round(timing.percentile_ms(95), 3),
        "status": timing.answers[-1].status,
    }


def _over(asked: Page, figures: dict[str, Any]) -> list[str]:
    """Which limits the page breaks, in words."""
    kept = min(figures[kind]["ratio"] for kind in ("kept", "304") if kind in figures)
    broken = []
    if asked.cold_limit is not None and figures["cold"]["ratio"] > asked.cold_limit:
        broken.append(f"cold {figures['cold']['ratio']} > {asked.cold_limit}")
    if asked.kept_limit is not None and kept > asked.kept_limit:
        broken.append(f"kept {kept} > {asked.kept_limit}")
    return broken
