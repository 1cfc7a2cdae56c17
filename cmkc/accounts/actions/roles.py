"""The table of roles, written into Django's groups."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

from cmkc import roles

LEFT_BY_WAGTAIL = ("Editors", "Moderators")
"""Groups that Wagtail's first migration makes; their names would stand confusingly beside our roles."""


@dataclass
class Outcome:
    """What a run changed, which permissions no app declares, and which wait for an app that is not installed."""

    changed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


@transaction.atomic
def sync_roles() -> Outcome:
    """Give every role's group exactly what `cmkc.roles` says; a second run changes nothing."""
    outcome = Outcome()
    known = _known_permissions(outcome)
    for role, wanted in roles.PERMISSIONS.items():
        group, made = Group.objects.get_or_create(name=role)
        if made:
            outcome.changed.append(f"{role}: made")
        _give(group, [known[name] for name in sorted(wanted) if name in known], outcome)
        _give_pages(group, roles.PAGES.get(role, {}), outcome)
        _give_files(group, [known[name] for name in sorted(roles.FILES.get(role, ())) if name in known], outcome)
    _retire_wagtail_groups(outcome)
    return outcome


def _known_permissions(outcome: Outcome) -> dict[str, Permission]:
    """Find the permissions that the table names, by "app.codename"; note those that are missing; 1 query."""
    wanted = set().union(*roles.PERMISSIONS.values(), *roles.FILES.values())
    asked = Q()
    for app_label, codename in (name.split(".") for name in wanted):
        asked |= Q(content_type__app_label=app_label, codename=codename)
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(asked).select_related("content_type")
    }
    installed = {config.label for config in apps.get_app_configs()}
    for name in sorted(wanted - set(found)):
        (outcome.unknown if name.partition(".")[0] in installed else outcome.waiting).append(name)
    return found


def _give(group: Group, wanted: list[Permission], outcome: Outcome) -> None:
    """Make the group hold these permissions and no others."""
    before = {permission.pk for permission in group.permissions.all()}
    after = {permission.pk for permission in wanted}
    if before != after:
        group.permissions.set(wanted)
        outcome.changed.append(f"{group.name}: {len(after - before)} permissions added, {len(before - after)} removed")


def _give_pages(group: Group, branches: dict[str, frozenset[str]], outcome: Outcome) -> None:
    """Make the group hold these rights on these branches of the page tree and no others."""
    wanted = {
        (page, permission)
        for model, names in branches.items()
        for page in _tops(model)
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=[f"{name}_page" for name in names]
        ).values_list("pk", flat=True)
    }
    rows = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    surplus = [row.pk for key, row in rows.items() if key not in wanted]
    GroupPagePermission.objects.filter(pk__in=surplus).delete()
    missing = wanted - set(rows)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission) for page, permission in missing
    )
    if surplus or missing:
        outcome.changed.append(f"{group.name}: {len(missing)} rights on pages added, {len(surplus)} removed")


def _tops(model: str) -> Iterable[int]:
    """Give the pages at the top of the branches: the root for "", else every page of this type, if its app is there."""
    if not model:
        root = Page.get_first_root_node()
        return [root.pk] if root else []
    try:
        found = apps.get_model(model)
    except LookupError:
        return []
    return list(found.objects.values_list("pk", flat=True))


def _give_files(group: Group, wanted: list[Permission], outcome: Outcome) -> None:
    """Make the group hold these rights on all images and documents and no others."""
    root = Collection.get_first_root_node()
    if root is None:
        return
    held = GroupCollectionPermission.objects.filter(group=group)
    rows = {(row.collection_id, row.permission_id): row for row in held}
    asked = {(root.pk, permission.pk) for permission in wanted}
    surplus = [row.pk for key, row in rows.items() if key not in asked]
    GroupCollectionPermission.objects.filter(pk__in=surplus).delete()
    missing = asked - set(rows)
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
        for collection, permission in missing
    )
    if surplus or missing:
        outcome.changed.append(f"{group.name}: {len(missing)} rights on files added, {len(surplus)} removed")


def _retire_wagtail_groups(outcome: Outcome) -> None:
    """Hand the approval step that Wagtail ships over to our editors, and remove its groups when nobody is in them."""
    left = Group.objects.filter(name__in=LEFT_BY_WAGTAIL)
    for task in GroupApprovalTask.objects.filter(groups__in=left).distinct():
        task.groups.set([Group.objects.get(name=roles.EDITOR)])
    for group in left.filter(user=None):
        group.delete()
        outcome.changed.append(f"{group.name}: a group of Wagtail's, removed")
