"""The CMS: every address of it, with the arguments of each thing that the one who asks must not read there."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from cmkc.accounts.models import User
from cmkc.regulatory.models import Statement
from tests.architecture.addresses import Address, below
from tests.leaks.oracle import THE_CMS, door_of, may_read
from tests.leaks.surfaces import Surface
from tests.leaks.world import COMMON, WORD, World

ROUTES = ("cms/", "documents/", "_util/")
LEFT_OUT = {
    "wagtailadmin_logout": "it ends the session",
    "wagtailadmin_error_test": "it fails on purpose",
    "wagtaildocs_serve": "files that nobody has uploaded",
}
ASKED_FOR = ("search", "results", "choose", "index", "list", "listing")
"""What an address ends in that takes words to look for."""
OWNERS: dict[str, type[Model]] = {"statements": Statement, "wagtailusers_users": User}
PAGES = ("wagtailadmin_pages:", "wagtailadmin_explore", "wagtailadmin_choose_page", "wagtailadmin_api:pages:")


def cms_surfaces(world: World, reader: str) -> list[Surface]:
    """List all addresses of the CMS: those with arguments once for each thing that is not for this reader."""
    found: dict[str, Surface] = {}
    hidden = _hidden_from(reader, world)
    for address in below(get_resolver(), Address("", "", frozenset())):
        if address.route.startswith(ROUTES) and address.name not in LEFT_OUT:
            for path in _paths(address, hidden):
                found.setdefault(path, Surface(address.name, door_of(address.name, address.route), path))
    return list(found.values())


def _hidden_from(reader: str, world: World) -> list[Model]:
    """List the pages, snippets, statements and accounts of which some word is not for this reader."""
    models = [*get_snippet_models(), *OWNERS.values()]
    every: list[Model] = [*Page.objects.all().specific()]
    every += [thing for model in models for thing in model._default_manager.all()]
    return [thing for thing in every if not _may_read_all(reader, world, thing)]


def _may_read_all(reader: str, world: World, thing: Model) -> bool:
    said = WORD.findall(str(vars(thing)))
    secrets = [world.secrets[word] for word in said if word in world.secrets]
    return all(may_read(reader, kind=one.kind, state=one.state, door=THE_CMS) for one in secrets)


def _paths(address: Address, hidden: list[Model]) -> Iterator[str]:
    if not address.takes:
        path = reverse(address.name)
        yield path
        if address.name.endswith(ASKED_FOR):
            yield f"{path}?q={COMMON}"
            yield f"{path}?search={COMMON}&fields=*"
        return
    things = [thing for thing in hidden if _is_about(address.name, thing)] or hidden[:1]
    for thing in things:
        try:
            yield reverse(address.name, kwargs={name: _argument(name, thing) for name in address.takes})
        except NoReverseMatch:
            continue  # it takes what this thing has not


def _is_about(name: str, thing: Model) -> bool:
    """Tell whether an address is of this thing's kind."""
    if isinstance(thing, Page):
        return name.startswith(PAGES)
    meta = thing._meta
    owner = OWNERS.get(name.partition(":")[0])
    return f"_{meta.app_label}_{meta.model_name}:" in name or (owner is not None and isinstance(thing, owner))


def _argument(name: str, thing: Model) -> object:
    """Give what an address takes under this name."""
    meta = thing._meta
    revision = getattr(thing, "latest_revision_id", None) or 1
    known: dict[str, object] = {
        "revision_id": revision,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action": "delete",
        "action_name": "copy",
        "kind": "guides.guide",
        "filter_spec": "max-100x100",
        "uidb64": "x",
        "token": "x",
    }
    if name in known:
        return known[name]
    if name.endswith(("app_name", "app_label")):
        return meta.app_label
    if name.endswith("model_name"):
        return meta.model_name
    return thing.pk
