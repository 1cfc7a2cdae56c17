"""A reader who has a keyboard and nothing else, and who must always see where they are."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_TABS = 120
HAS_FOCUS = "(found) => found.includes(document.activeElement)"
# How thick the outline is, and whether what has the focus can be seen: inside the window, and under nothing else.
SEEN = """() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const box = at.getClientRects()[0];
  const on = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
    seen: Boolean(on) && (at.contains(on) || on.contains(at)),
    what: at.outerHTML.slice(0, 160),
  };
}"""


@dataclass
class Keyboard:
    """Tab, Enter, Space, arrows and letters; `most` stops of the Tab key until something must be reached."""

    page: Page
    activations: int = 0

    def to(
        self, role: str, name: str | re.Pattern[str], *, within: Locator | None = None, most: int = MOST_TABS
    ) -> None:
        """Go on with Tab until this has the focus. Raises: AssertionError when it is not reached or not seen."""
        place = within or self.page
        target = place.get_by_role(role, name=name, exact=isinstance(name, str))  # type: ignore[arg-type]
        for _stop in range(most):
            if target.evaluate_all(HAS_FOCUS):
                self._check_that_focus_is_seen()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{most} stops of the Tab key on {self.page.url} do not lead to the {role} {name!r}")

    def _check_that_focus_is_seen(self) -> None:
        found = self.page.evaluate(SEEN)
        assert found["outline"] >= 2, f"no outline shows the focus on {found['what']}"
        assert found["seen"], f"the focus is outside of the window or covered: {found['what']}"

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type into what has the focus, in place of what stands there."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def go(self, key: str = "Enter") -> None:
        """Press a key that leads to another page, and wait for it."""
        self.activations += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def follow(self, role: str, name: str | re.Pattern[str], **where: Locator) -> None:
        """Go to a link or button by Tab and take it."""
        self.to(role, name, **where)
        self.go()

    def choose(self, name: str, option: str) -> None:
        """Go to a list of choices and take one with the arrow keys."""
        self.to("combobox", name)
        box = self.page.get_by_role("combobox", name=name, exact=True)
        labels = box.locator("option").all_text_contents()
        self.page.keyboard.press("Home")
        for _step in range(labels.index(option)):
            self.page.keyboard.press("ArrowDown")
        chosen = box.evaluate("(list) => list.selectedOptions[0].textContent")
        assert chosen == option, f"the arrow keys chose {chosen!r}"
