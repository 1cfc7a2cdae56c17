"""The table of roles becomes groups that hold exactly what it says."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page

from cmkc import roles
from cmkc.accounts.actions.roles import sync_roles
from cmkc.core.models import AuditEvent
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def held(role: str) -> set[str]:
    names = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in names}


def test_a_second_run_changes_nothing(django_assert_max_num_queries):
    sync_roles()
    with django_assert_max_num_queries(50):
        assert sync_roles().changed == []


def test_a_role_holds_what_the_table_says_and_nothing_else():
    sync_roles()
    administrator = Group.objects.get(name=roles.ADMINISTRATOR)
    administrator.permissions.add(Permission.objects.get(codename="delete_user"))
    administrator.permissions.remove(Permission.objects.get(codename="verify_sector"))
    GroupPagePermission.objects.create(
        group=Group.objects.get(name=roles.REVIEWER),
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    outcome = sync_roles()
    missing = {*outcome.unknown, *outcome.waiting}
    assert held(roles.ADMINISTRATOR) == roles.PERMISSIONS[roles.ADMINISTRATOR] - missing
    assert not Group.objects.get(name=roles.REVIEWER).page_permissions.exists()
    assert len(outcome.changed) == 2


def test_people_keep_their_roles():
    user = UserFactory(roles=[roles.EDITOR])
    sync_roles()
    assert user.groups.get().name == roles.EDITOR
    assert user.has_perm("wagtailadmin.access_admin")


def test_a_permission_that_no_app_declares_is_named(monkeypatch):
    wrong = roles.PERMISSIONS | {roles.EXPERT: frozenset({"accounts.fly", "notthere.at_all"})}
    monkeypatch.setattr(roles, "PERMISSIONS", wrong)
    with pytest.raises(CommandError, match="no app declares: accounts"):
        call_command("sync_roles")
    assert "notthere.at_all" in sync_roles().waiting


def test_the_command_reports_and_is_recorded(capsys):
    Group.objects.get(name=roles.EDITOR).permissions.clear()
    call_command("sync_roles")
    assert "Editor: " in capsys.readouterr().out
    assert AuditEvent.objects.get(verb="accounts.roles.synced").data["changed"]
    call_command("sync_roles")
    assert "nothing to change" in capsys.readouterr().out


def test_every_permission_of_the_table_is_declared():
    assert sync_roles().unknown == []


def test_the_approval_step_that_wagtail_ships_is_the_editors():
    assert [group.name for task in GroupApprovalTask.objects.all() for group in task.groups.all()] == [roles.EDITOR]
