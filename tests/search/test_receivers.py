import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate
from wagtail.models import Page, PageViewRestriction

from cmkc.accounts.models import Organisation
from cmkc.core import audiences
from cmkc.core.models import Subject, SubjectKind
from search import receivers, sources
from search.engines import tables
from search.models import FacetLabel, SearchDocument
from search.sources import Document, Source

pytestmark = pytest.mark.django_db


def found(**said):
    return sorted(SearchDocument.objects.filter(deleted=False, **said).values_list("title", flat=True))


def page_document(page):
    audience = [audiences.PUBLIC]
    for restriction in page.get_view_restrictions():
        audience = [audiences.group(group.pk) for group in restriction.groups.all()]
    return [Document(title=page.title, url=page.url_path, audience=audience)]


@pytest.fixture
def pages(world):
    """Pages can be found while they are live."""
    source = Source(kind="page", label="Pages", model=Page, queryset=Page.objects.live, documents=page_document)
    sources.register(source)
    receivers.connect(Page)
    root = Page.objects.get(depth=1)
    parent = root.add_child(instance=Page(title="Parent", slug="parent"))
    parent.add_child(instance=Page(title="Child", slug="child"))
    return parent


def urls():
    return sorted(
        SearchDocument.objects.filter(deleted=False, title__in=["Parent", "Child"]).values_list("url", flat=True)
    )


def test_saves_and_deletes_are_heard(world, document):
    thing = Organisation(name="x", slug="x")
    thing.save()
    world.said[thing.pk] = [document("Feeder")]
    thing.save()
    assert found() == ["Feeder"]
    Organisation.objects.filter(pk=thing.pk).delete()
    assert found() == []


def test_a_fixture_is_left_to_the_rebuild(world, document):
    thing = Organisation(pk=900, name="x", slug="x")
    world.said[900] = [document("Feeder")]
    thing.save_base(raw=True)
    assert found() == []


def test_relations_are_heard_from_both_sides(world):
    permission = Permission.objects.first()

    def documents(group):
        return [Document(title=f"{group.name} {group.permissions.count()}", url="/")]

    sources.register(Source(kind="group", label="", model=Group, queryset=Group.objects.all, documents=documents))
    receivers.connect(Group)
    group = Group.objects.create(name="G")
    for change in (
        lambda: group.permissions.add(permission),
        lambda: permission.group_set.remove(group),
        lambda: permission.group_set.add(group),
        permission.group_set.clear,
        lambda: group.permissions.set([permission]),
        group.permissions.clear,
    ):
        change()
        assert found(source="group", object_pk=str(group.pk)) == [f"G {group.permissions.count()}"]


def test_publishing_and_taking_back_are_heard(pages):
    assert "Parent" in found()
    pages.title = "Other"
    revision = pages.save_revision()
    assert "Other" not in found()
    revision.publish()
    assert "Other" in found()
    pages.refresh_from_db()
    pages.unpublish()
    assert "Other" not in found()
    assert "Child" in found()


def test_a_moved_or_renamed_page_takes_those_below_along(pages, django_capture_on_commit_callbacks):
    assert urls() == ["/parent/", "/parent/child/"]
    other = Page.objects.get(depth=1).add_child(instance=Page(title="Other place", slug="other"))
    pages.move(other, pos="last-child")
    assert urls() == ["/other/parent/", "/other/parent/child/"]
    page = Page.objects.get(pk=pages.pk)
    page.slug = "renamed"
    with django_capture_on_commit_callbacks(execute=True):  # Wagtail says so after the commit only
        page.save_revision().publish()
    assert urls() == ["/other/renamed/", "/other/renamed/child/"]


def test_a_deleted_page_takes_those_below_along(pages):
    Page.objects.get(pk=pages.pk).delete()
    assert urls() == []


def test_a_restriction_covers_those_below_at_once(pages):
    group = Group.objects.create(name="G")
    restriction = PageViewRestriction.objects.create(page=pages, restriction_type=PageViewRestriction.GROUPS)
    assert found(title__in=["Parent", "Child"], audience="public") == []
    restriction.groups.add(group)
    assert found(audience=f"group:{group.pk}") == ["Child", "Parent"]
    restriction.delete()
    assert found(title__in=["Parent", "Child"], audience="public") == ["Child", "Parent"]


def test_a_subjects_title_is_followed_by_its_label(world, document):
    subject, _ = Subject.objects.get_or_create(
        slug="additive-manufacturing", defaults={"title": "Additive", "kind": SubjectKind.TECHNOLOGY}
    )
    world.put(document("Feeder", facets={"technology": [subject.slug]}))
    subject.title = "Renamed"
    subject.save()
    assert FacetLabel.objects.get(field="technology", value=subject.slug).label == "Renamed"


def test_migrate_puts_lost_triggers_back(world):
    lost = {
        "sqlite": ("search_fulltext_update", "DROP TRIGGER search_fulltext_update"),
        "postgresql": ("search_vector_update", "DROP TRIGGER search_vector_update ON search_searchdocument"),
    }
    name, statement = lost[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert tables.lacking(connection) == [name]
    receivers.on_migrate(sender=type("Config", (), {"label": "search"}), using="default")
    assert tables.lacking(connection) == []
    assert post_migrate.has_listeners()


def test_nothing_is_left_to_migrate():
    call_command("makemigrations", "search", check=True, dry_run=True, verbosity=0)
