"""What the styleguide shows: one sample per component state, made up and said to be so on the page."""

from dataclasses import dataclass

from django import forms
from django.contrib.messages.constants import ERROR, INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message

COLOURS = (
    ("bg", "page", "#F6F8F8", "#0E161B", ""),
    ("surface", "panels, tables, inputs", "#FFFFFF", "#152027", ""),
    ("sunken", "bands, group rows", "#E9EFEF", "#0A1115", ""),
    ("ink", "text", "#12212A", "#E9EDEA", "15.4 / 15.5"),
    ("muted", "second text", "#4A5A63", "#A7B4B8", "6.7 / 8.6"),
    ("line", "rules, decoration only", "#C3CDCE", "#33434C", ""),
    ("control", "edges of inputs", "#73807F", "#71838C", "3.9 / 4.6"),
    ("brand", "actions, the mark", "#0B4F56", "#63C4C4", "8.7 / 8.9"),
    ("brand-strong", "actions under the pointer", "#083A40", "#8AD8D6", "11.7 / 11.2"),
    ("link", "links", "#0A5A8A", "#7CC1EE", "6.9 / 9.3"),
    ("visited", "links that were followed", "#5A3E8C", "#C2A8F0", "7.9 / 8.8"),
    ("signal", "new, active step, difference", "#A63D14", "#F2996B", "6.0 / 8.3"),
    ("ok", "done, confirmed", "#1D6A3A", "#7FCB95", "5.7 / 8.0"),
    ("warn", "not checked, caution", "#7A4B00", "#F0BE5C", "6.6 / 8.9"),
    ("bad", "errors", "#A8182F", "#FF9A9E", "6.2 / 7.7"),
    ("info", "notes", "#0A5A8A", "#7CC1EE", "6.3 / 7.7"),
    ("s1", "first series", "#0B5F66", "#58BFC0", "7.4 / 7.6"),
    ("s2", "second series", "#B5501F", "#F0925F", "5.1 / 7.1"),
    ("s3", "third series", "#6A4FA3", "#B9A3F2", "6.4 / 7.6"),
    ("s4", "fourth series", "#8A6A00", "#D9B23C", "5.1 / 8.2"),
    ("s5", "fifth series", "#B0306A", "#F08DB8", "6.0 / 7.3"),
    ("s6", "sixth series", "#2F6B2F", "#86C97F", "6.4 / 8.4"),
)
SIZES = ("t4", "t3", "t2", "t1", "t0", "t-1")
UNIT_OPERATIONS = ("feeder", "blender", "granulator", "dryer", "mill", "press", "coater", "printer", "probe", "loop")
TECHNOLOGIES = (
    "continuous-manufacturing",
    "additive-manufacturing",
    "distributed-manufacturing",
    "point-of-care-manufacturing",
    "process-analytical-technology",
    "artificial-intelligence",
)
KINDS = ("book", "guide", "course", "scale", "forum", "term", "program", "approval", "person", "check", "pulse")
BASES = (
    ("binding", "Binding law", "Statute, regulation, ordinance or standard that must be followed"),
    ("guidance", "Guidance", "Adopted guideline or GMP text; deviation possible with justification"),
    ("draft", "Draft guidance", "Published for consultation, not final"),
    ("proposal", "Proposal", "Bill or proposal not yet applicable"),
    ("discussion", "Discussion", "Questions or concepts published for discussion"),
    ("program", "Program", "Administrative program, team, pilot or funding scheme"),
    ("case-by-case", "Case by case", "No specific text; handled within general rules on request"),
    ("precedent", "Precedent", "Known approvals or decisions, no general rule implied"),
    ("none-found", "None found", "Searched and not found on the date of the record; not proof of absence"),
    ("empty", "Nothing yet", "No statement has been prepared; you can help"),
)
TONES = ("neutral", "ok", "info", "signal", "warn", "bad")
LEVELS = ("A", "B", "C", "D", "E", "seed", "found", "general")


@dataclass(frozen=True)
class SampleFact:
    """What `_provenance.html` reads of a sourced fact."""

    confidence: str
    source_url: str = ""
    source_title: str = "Q13 Continuous Manufacturing of Drug Substances and Drug Products"
    source_body: str = "ICH"
    source_year: int = 2022
    shown_date: str = "2022-11-16"

    @property
    def checked(self) -> bool:
        """Whether somebody read the source."""
        return self.confidence != "general"


@dataclass(frozen=True)
class SamplePage:
    """What `_pager.html` reads of a keyset page."""

    previous: str
    next: str


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(
        label="Name as printed", max_length=120, help_text="Stands on certificates and beside your posts."
    )
    email = forms.EmailField(label="E-mail address")
    about = forms.CharField(
        label="About you", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )
    sector = forms.ChoiceField(
        label="Sector", choices=[("i", "industry"), ("a", "academia"), ("r", "regulator"), ("o", "other")]
    )
    digest = forms.ChoiceField(
        label="Mail", choices=[("n", "at once"), ("d", "once a day"), ("w", "once a week")], widget=forms.RadioSelect
    )
    rules = forms.BooleanField(label="I have read the precompetitive rules", help_text="They are half a page long.")


ROWS = [
    {
        "kind": "Guide section",
        "title": "4.2 Feeders and refill",
        "url": "#rows",
        "snippet": "During refill the weight signal is useless and the feeder runs on its last feed factor. As density "
        "rises with hopper fill, uncorrected refills give a positive error.",
        "meta": ["Control strategy for a continuous line", "1.0", "8 min"],
        "badges": [{"label": "source was read", "tone": "info"}],
    },
    {
        "kind": "Publication",
        "title": "Residence time distribution in continuous blending: a review",
        "url": "#rows",
        "meta": ["CMKC-000123", "2021", "peer-reviewed"],
        "badges": [{"label": "open access", "tone": "ok"}, {"label": "not yet checked", "tone": "warn"}],
    },
    {"title": "How do you set and justify diversion limits?", "url": "#rows"},
]
TRAIL = [{"label": "Home", "url": "/"}, {"label": "Styleguide", "url": ""}]
TABS = [
    {"label": "Text", "url": "#tabs", "current": True},
    {"label": "Cited by", "url": "#tabs", "count": 4},
    {"label": "Versions", "url": "#tabs", "count": 2},
]
CHIPS = [
    {"label": "All", "url": "#chips", "current": True, "count": 214},
    {"label": "Control", "url": "#chips", "count": 31},
    {"label": "Since 2020", "url": "#chips", "remove": True},
]
RANGES = [{"label": label, "url": "#ranges", "current": label == "21–40"} for label in ("1–20", "21–40", "41–53")]
PAGES = [SamplePage("", "b"), SamplePage("a", "b"), SamplePage("a", "")]
NEIGHBOURS = [{"title": "3 Process dynamics", "url": "#pager"}, {"title": "5 Blending", "url": "#pager"}]
FACTS = [SampleFact("found", "https://www.ich.org/"), SampleFact("seed"), SampleFact("general")]
EVENTS = [
    {
        "date": "2025-06",
        "title": "Concept paper published",
        "url": "#timeline",
        "text": "The law changed.",
        "tone": "signal",
    },
    {"date": "2023-07-10", "title": "Adopted", "text": "We corrected ourselves."},
    {"date": "2018", "title": "First proposal"},
]
FACET = {
    "name": "kind",
    "label": "Kind",
    "values": [
        {"value": str(number), "label": label, "count": 40 - 4 * number, "checked": number == 1}
        for number, label in enumerate(
            ("Publication", "Guide section", "Lesson", "Topic", "Statement", "Term", "Program", "Approval")
        )
    ],
}
FORMATS = [{"label": label, "url": "#citation"} for label in ("BibTeX", "RIS")]
DRAWING = {
    "alt": "A tablet outline with a skewed curve in it.",
    "title": "The mark",
    "caption": "A pulse of tracer leaves the line as a skewed hill.",
    "width": 480,
    "height": 320,
    "license": "own drawing",
}


def forms_shown() -> dict[str, SampleForm]:
    """Give an empty form and one that was refused."""
    return {
        "form": SampleForm(prefix="empty"),
        "refused": SampleForm({"bad-name": "A. Feeder", "bad-email": "a@"}, prefix="bad"),
    }


def messages_shown() -> list[Message]:
    """Give a message of each level."""
    return [
        Message(SUCCESS, "Your profile is saved."),
        Message(INFO, "Version 1.1 of this guide is open for comment until 2026-03-31."),
        Message(WARNING, "This statement was not verified within the last twelve months."),
        Message(ERROR, "The file holds a script and was refused. Save it again without one."),
    ]
