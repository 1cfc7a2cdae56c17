"""axe-core on a page, with the rules of WCAG 2.2 AA."""

from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
# Resources are not preloaded: the rule that needs them is experimental, and the page's own requests are counted.
RUN = "(rules) => axe.run({ runOnly: rules, preload: false, resultTypes: ['violations'], reporter: 'v2' })"


def violations(page: Page, script: Path, only: list[str] | None = None) -> list[str]:
    """What axe finds wrong in the page as it stands: rule, place, reason. `only` names the rules to look at."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, only or TAGS)["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {_why(node)}" for rule in found for node in rule["nodes"]
    ]


def _why(node: dict) -> str:
    """The checks that failed, in axe's words."""
    checks = [*node["any"], *node["all"], *node["none"]]
    return " / ".join(" ".join(check["message"].split()) for check in checks)
