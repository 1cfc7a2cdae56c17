"""The command that fills a database for benchmarks; what each generator makes is proved beside the generator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cmkc.glossary import load as glossary
from cmkc.glossary.models import Term
from cmkc.home.management.commands.generate_load import LOADS
from cmkc.library import load as library
from cmkc.library.models import Publication
from cmkc.programs import load as programs
from cmkc.programs.models import Approval
from cmkc.regulatory import load as regulatory
from cmkc.regulatory.models import Statement
from forum import load as forum
from forum.models import Post
from tests.loading import subjects

pytestmark = pytest.mark.django_db

SIZES = {
    glossary: {"TERMS": 4},
    library: {"WORKS": 4},
    programs: {"PROGRAMS": 1, "APPROVALS": 3},
    regulatory: {"JURISDICTIONS": 2, "TOPICS": 1, "YEARS": 2},
    forum: {"TOPICS": 1, "POSTS_A_TOPIC": 4, "CATEGORIES": 2},
}
MADE = {
    "glossary": Term.objects.order_by("slug").values_list("slug", "term", "category"),
    "library": Publication.objects.order_by("family__key").values_list("family__key", "title", "type", "issued"),
    "programs": Approval.objects.order_by("slug").values_list("slug", "event", "jurisdiction", "dated"),
    "regulatory": Statement.objects.order_by("pk").values_list("jurisdiction__code", "topic__slug", "basis"),
    "forum": Post.objects.order_by("topic__slug", "number").values_list("topic__slug", "number", "text"),
}
APPS = sorted(LOADS)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    subjects()
    for module, sizes in SIZES.items():
        for name, value in sizes.items():
            monkeypatch.setattr(module, name, value)


def generated(app, *, scale=1, seed=7):
    """Run the command for one app; give what it said, what now stands there, and how many queries it took."""
    said = StringIO()
    with CaptureQueriesContext(connection) as queries:
        call_command("generate_load", app=[app], scale=scale, seed=seed, stdout=said)
    return said.getvalue().strip(), list(MADE[app].all()), len(queries)


@pytest.fixture
def anew():
    """Run the command and take back what it did."""

    def run(app, **options):
        with transaction.atomic():
            found = generated(app, **options)
            transaction.set_rollback(True)
        return found

    return run


def test_it_fills_every_app_and_says_how_much():
    said = StringIO()
    call_command("generate_load", stdout=said)
    assert said.getvalue().split("\n") == [f"{name}: 4 rows" for name in LOADS] + [""]
    assert all(MADE[name].exists() for name in LOADS)


@pytest.mark.parametrize("app", APPS)
def test_the_same_seed_makes_the_same_rows_and_another_makes_others(app, anew):
    said, first, _ = anew(app, seed=7)
    assert said == f"{app}: 4 rows"
    assert anew(app, seed=7)[1] == first
    assert anew(app, seed=8)[1] != first


@pytest.mark.parametrize("app", APPS)
def test_a_batch_takes_the_same_number_of_queries_for_any_number_of_rows(app, anew, monkeypatch):
    monkeypatch.setattr(LOADS[app], "stale", lambda *_things: None)  # what the index costs is proved in tests/search
    _, one, _ = anew(app)
    _, few, for_few = anew(app, scale=2)
    _, many, for_many = anew(app, scale=5)
    assert len(one) < len(few) < len(many)
    assert for_many == for_few


def test_an_app_that_has_no_generator_is_refused():
    with pytest.raises(CommandError):
        call_command("generate_load", "--app", "courses")
