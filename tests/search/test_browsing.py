from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.accounts.models import User
from search.browsing import newest_by_kind

pytestmark = pytest.mark.django_db


def shelves(user, size=2):
    return {
        shelf.kind: (shelf.label, shelf.count, [row["title"] for row in shelf.rows])
        for shelf in newest_by_kind(user, technology="x", size=size)
    }


def test_each_kind_shows_its_newest_things_once(world, document):
    facets = {"technology": ["x"]}
    for year in (2020, 2024, 2022):
        world.put(document(f"T{year}", kind="term", facets=facets, published_at=date(year, 1, 1)))
    world.put(
        document("Guide", kind="guide", facets=facets, published_at=date(2021, 1, 1)),
        document("4.2", kind="guide", part="4.2", facets=facets, published_at=date(2021, 1, 1)),
    )
    world.put(document("Other", kind="term", facets={"technology": ["y"]}))
    found = shelves(AnonymousUser())
    assert found == {"term": ("Terms", 3, ["T2024", "T2022"]), "guide": ("Guides", 1, ["Guide"])}


def test_a_shelf_holds_what_its_reader_may_see(world, document, django_assert_num_queries):
    world.put(document("For members", audience=("members",), facets={"technology": ["x"]}))
    assert shelves(AnonymousUser()) == {}
    member = User.objects.create_user("m@example.org", "x" * 12, name="M")
    with django_assert_num_queries(4):
        assert shelves(member)["thing"][1] == 1
