"""`make bench`: measure the main pages at each size; `ARGS="--size small --page home"` measures less."""

import argparse
import datetime
import sys
from typing import Any

from django.conf import settings

from bench import measure, report, scratch
from bench.client import Visitor
from bench.pages import PAGES
from bench.server import running
from tools.serve import say


def start_and_memory(environment: dict[str, str]) -> dict[str, float]:
    """What two workers, as in the demo, need to start and keep after every page was asked for."""
    with running(environment, workers=2) as server:
        for page in PAGES * 3:
            visitor = Visitor(server.port)  # a new connection each, so that both workers get some
            visitor.get(page.address)
            visitor.close()
        return {"seconds_to_start": round(server.seconds_to_start, 2), "memory_mb": round(server.memory_mb(), 1)}


def pages(environment: dict[str, str], chosen: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures of the empty view and of each page, on one worker, so that nothing shares its time."""
    effort = measure.Effort()
    figures: dict[str, Any] = {}
    with running(environment, workers=1) as server:
        empty = measure.empty_view(server, effort)
        member = Visitor(server.port, scratch.member_cookie())
        for page in PAGES:
            if chosen in page.name:
                figures[page.name] = measure.page(server, page, effort, member, empty.processor_ms)
                say(f"{page.name}: {figures[page.name]['cold']['ratio']:.1f} × cold")
        member.close()
        again = measure.empty_view(server, effort)
    values = {"cpu_ms": empty.processor_ms, "cpu_ms_after": again.processor_ms, "p50_ms": empty.percentile_ms(50)}
    return {name: round(value, 4) for name, value in values.items()}, figures


def main() -> int:
    """Measure each size and write the reports; the exit code is 1 when a page is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", action="append", choices=scratch.SIZES)
    parser.add_argument("--page", default="", help="only pages whose name contains this")
    asked = parser.parse_args()
    over = False
    with scratch.prepared() as folder:
        environment = {"VAR_DIR": str(folder)}
        for size in asked.size or scratch.SIZES:
            scratch.grow(size)
            empty, figures = pages(environment, asked.page)
            results = {
                "size": size,
                "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
                "machine": report.machine(),
                "database": settings.DATABASES["default"]["ENGINE"].rpartition(".")[2],
                "empty": empty,
                "server": start_and_memory(environment),
                "pages": figures,
            }
            path = report.write(f"pages-{size}", results)
            say(path.read_text())
            over = over or any(page["over"] for page in figures.values())
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
