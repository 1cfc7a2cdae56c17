"""Nightly checks of what editors keep: links that lead nowhere, references to what is not there."""

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from cmkc.core import outside_links, references
from cmkc.core.audiences import MEMBERS, PUBLIC, group
from cmkc.core.dashboard import Thing, edited, shown
from cmkc.core.links import PAGE, addresses_in, path_of
from cmkc.core.models import Fault, Reference
from cmkc.core.models.editing import Check
from cmkc.core.references import Target
from cmkc.core.schedule import every
from cmkc.core.tasks import task

GONE = {404, 410}
FAILED = 500
Found = tuple[Thing, str]


@every("core.check_links", hours=24, at="03:20")
@task("core.check_links", queue="heavy")
def check_links() -> None:
    """Follow every link within the site as a visitor would, and note those that lead nowhere."""
    replace(Check.LINK, _broken(lambda address: bool(path_of(address)) or address.startswith(PAGE), _leads_nowhere))


@every("core.check_outside_links", hours=24, at="04:20", when=lambda: settings.CHECK_OUTSIDE_LINKS)
@task("core.check_outside_links", queue="heavy")
def check_outside_links() -> None:
    """Ask other sites whether what editors link to is still there; off unless settings.CHECK_OUTSIDE_LINKS."""
    if settings.CHECK_OUTSIDE_LINKS:
        replace(Check.OUTSIDE, _broken(outside_links.is_outside, outside_links.is_gone))


@every("core.check_references", hours=24, at="03:40")
@task("core.check_references", queue="heavy")
def check_references() -> None:
    """Note what cites a thing that nobody can see: it was renamed, withdrawn or never there."""
    replace(Check.REFERENCE, _unresolved())


def _broken(asked: Callable[[str], bool], dead: Callable[[str], bool]) -> list[Found]:
    """List things with the addresses in them that are dead; each address is tried once."""
    places: dict[str, list[Thing]] = {}
    for entry in edited:
        for thing in entry.things().iterator(chunk_size=200):
            for address in filter(asked, addresses_in(thing)):
                places.setdefault(address, []).append(shown(entry, thing))
    return [(thing, address) for address in places if dead(address) for thing in places[address]]


def _leads_nowhere(address: str) -> bool:
    """Tell whether a visitor who follows the link reads that nothing is there, or an error."""
    if address.startswith(PAGE):
        return not Page.objects.live().filter(pk=address.removeprefix(PAGE)).exists()
    from django.test import Client  # noqa: PLC0415  (loaded by the worker that needs it, once a night)

    client = Client(raise_request_exception=False, SERVER_NAME=_own_host())
    with translation.override(settings.LANGUAGE_CODE):
        answer = client.get(path_of(address), follow=True, secure=settings.SECURE_SITE)
    return answer.status_code in GONE or answer.status_code >= FAILED


def _own_host() -> str:
    return settings.SITE_URL.partition("://")[2].partition(":")[0]


def _unresolved() -> Iterator[Found]:
    """List things with what they cite in vain; 1 query, and 2 for each kind."""
    names = ("source_kind", "source_key", "target_kind", "target_key")
    cited = [
        (Target(source, key), Target(kind, name))
        for source, key, kind, name in Reference.objects.values_list(*names).distinct()
    ]
    everybody = _everybody()
    there = references.resolve({target for _source, target in cited}, everybody)
    lost = [(source, target) for source, target in cited if target not in there]
    sources = references.resolve({source for source, _target in lost}, everybody)
    for source, target in lost:
        if source in sources:  # what nobody reads breaks nothing
            found = sources[source]
            yield Thing(source.kind, source.key, found.title, found.url), f"{target.kind}:{target.key}"


def _everybody() -> "references.Reader":
    """Make a reader, saved nowhere, who may see whatever any group may: only what is hidden from all is not there."""
    reader = get_user_model()(is_superuser=True)
    groups = (group(pk) for pk in Group.objects.values_list("pk", flat=True))
    setattr(reader, "_principals", frozenset({PUBLIC, MEMBERS, *groups}))  # noqa: B010  (as principals_of keeps them)
    return reader


@transaction.atomic
def replace(check: Check, found: Iterable[Found]) -> None:
    """Write what a check found in place of what it found before; a fault that is still there keeps its day."""
    rows = {(row.kind, row.key, row.target): row.pk for row in Fault.objects.filter(check_name=check)}
    wanted = {(thing.kind, thing.key, target[:600]): thing for thing, target in found}
    Fault.objects.filter(pk__in=[pk for named, pk in rows.items() if named not in wanted]).delete()
    Fault.objects.bulk_create(
        Fault(check_name=check, kind=kind, key=key, title=wanted[kind, key, target].title[:300],
              url=wanted[kind, key, target].url, target=target)
        for kind, key, target in wanted.keys() - rows.keys()
    )  # fmt: skip
