"""A regulator sees how others decided: home, two jurisdictions on one question, their sources, the same as a file."""

import csv
import io

import pytest

pytestmark = pytest.mark.browser
MOST_CLICKS = 3
# Every statement on the screen with each of its sources, as the reader sees them.
SHOWN = """() => [...document.querySelectorAll(".compare-table td")].flatMap((cell) => {
  const text = (part) => part ? part.textContent.trim().replace(/\\s+/g, " ") : "";
  return [...cell.querySelectorAll(".answer")].flatMap((answer) => {
    const sources = [...answer.querySelectorAll(".sources > li")].map((source) => [
      text(source.querySelector("a, span")), source.querySelector("a")?.href ?? "",
    ]);
    return (sources.length ? sources : [["", ""]]).map(([title, address]) => ({
      jurisdiction: cell.dataset.label,
      topic: text(cell.closest("tr").querySelector("th a")),
      summary: text(answer.querySelector("p[lang]")),
      date: text(answer.querySelector(".provenance > span:has(.provenance-date)")),
      confidence: text(answer.querySelector(".provenance > .badge")),
      title,
      address,
    }));
  });
})"""


def as_shown(row):
    """A row of the file, in the words of the screen."""
    return {
        "jurisdiction": row["jurisdiction_name"],
        "topic": row["topic_title"],
        "summary": " ".join(row["summary"].split()),
        "date": row["date_shown"],
        "confidence": f"{row['confidence']}: {row['confidence_reason']}",
        "title": row["evidence_title"],
        "address": row["evidence_address"],
    }


def in_order(rows):
    return sorted(rows, key=lambda row: [row[name] for name in sorted(row)])


def test_two_jurisdictions_stand_side_by_side_with_sources_and_as_a_file(page, keyboard, site, tmp_path):
    keyboard.choose("Question", "Control strategy expectations")
    keyboard.choose("Jurisdiction", "United States")
    keyboard.choose("and", "Japan")
    keyboard.follow("button", "Compare")
    assert keyboard.activations <= MOST_CLICKS

    heads = page.locator(".compare-table thead th").all_inner_texts()
    assert heads == ["Question", "United States", "Japan"]
    shown = page.evaluate(SHOWN)
    assert {row["jurisdiction"] for row in shown} == {"United States", "Japan"}
    assert all(row["summary"] and row["title"] and row["date"] and row["confidence"] for row in shown), (
        "source, date, grade"
    )
    assert not any("general" in row["confidence"] for row in shown)

    keyboard.to("link", "Download as CSV")
    with page.expect_download() as waiting:
        keyboard.press("Enter")
    file = tmp_path / "compare.csv"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert in_order(as_shown(row) for row in rows) == in_order(shown)


def test_a_source_is_one_step_from_the_comparison(page, keyboard, site):
    keyboard.choose("and", "Japan")
    keyboard.follow("button", "Compare")
    own = next(row for row in page.evaluate(SHOWN) if row["address"].startswith(f"{site.url}/regulatory/instruments/"))
    keyboard.to("link", own["title"])
    keyboard.go()
    assert page.url == own["address"]
    assert page.get_by_role("heading", level=1).is_visible()
