"""Write what was measured: JSON for a machine, a table for a person."""

import json
import os
import platform
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
KINDS = ("cold", "kept", "304", "member")
HEAD = [
    "| page | queries | kB sent | cold | kept | 304 | member | cold ms | cold p50 | cold p95 | kept p50 | kept p95 |",
    "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
]


def machine() -> dict[str, Any]:
    """What it was measured on; the ratios hold elsewhere, the milliseconds do not."""
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}


def write(name: str, results: dict[str, Any]) -> Path:
    """Write results/<name>.json and .md, and give the path of the latter."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    path = RESULTS / f"{name}.md"
    path.write_text("\n".join(_lines(results)) + "\n")
    return path


def _lines(results: dict[str, Any]) -> list[str]:
    """The report as Markdown."""
    machine, empty, server = results["machine"], results["empty"], results["server"]
    return [
        f"# Pages beside an empty view: {results['size']}",
        "",
        f"Measured on {results['date']}: {machine['cores']} cores, Python {machine['python']}, {results['database']}.",
        f"An empty Django view without middleware takes {empty['cpu_ms']:.3f} ms of processor time here.",
        f"Two web workers keep {server['memory_mb']:.0f} MB and answer after {server['seconds_to_start']:.1f} s.",
        "",
        "The columns cold, kept, 304 and member are processor time as multiples of that view.",
        "",
        *HEAD,
        *(_line(name, figures) for name, figures in results["pages"].items()),
        "",
        *_verdict(results["pages"]),
    ]


def _line(name: str, figures: dict[str, Any]) -> str:
    """One page as a row of the table."""
    ratios = [f"{figures[kind]['ratio']:.1f}" if kind in figures else "–" for kind in KINDS]
    times = [
        figures["cold"]["cpu_ms"],
        figures["cold"]["p50_ms"],
        figures["cold"]["p95_ms"],
        figures["kept"]["p50_ms"],
        figures["kept"]["p95_ms"],
    ]
    cells = [
        name,
        str(figures["queries"]),
        f"{figures['bytes'] / 1000:.1f}",
        *ratios,
        *(f"{time:.1f}" for time in times),
    ]
    return f"| {' | '.join(cells)} |"


def _verdict(pages: dict[str, Any]) -> list[str]:
    """Which pages are over their limits."""
    over = [f"- {name}: {', '.join(figures['over'])}" for name, figures in pages.items() if figures["over"]]
    return ["Over their limits:", *over] if over else ["Every page is within its limits (bench/pages.py)."]
