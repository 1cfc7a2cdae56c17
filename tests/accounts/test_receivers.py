"""Role grants and changes of an account stand in the audit log."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cmkc import roles
from cmkc.core.models import AuditEvent
from tests.accounts.doors import sign_in
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def events(user) -> list[tuple[str, dict]]:
    found = AuditEvent.objects.filter(target_kind="accounts.user", target_key=str(user.pk)).order_by("pk")
    return list(found.values_list("verb", "data"))


def test_each_grant_and_withdrawal_of_a_role_is_recorded_whatever_the_way():
    user = UserFactory()
    editor, moderator = (Group.objects.get(name=name) for name in (roles.EDITOR, roles.MODERATOR))
    user.groups.add(editor)
    editor.user_set.add(user)  # no second grant: the role was held already
    moderator.user_set.add(user)
    moderator.user_set.remove(user)
    user.groups.clear()
    assert events(user) == [
        ("accounts.role.granted", {"group": editor.pk}),
        ("accounts.role.granted", {"group": moderator.pk}),
        ("accounts.role.withdrawn", {"group": moderator.pk}),
        ("accounts.role.withdrawn", {"group": editor.pk}),
    ]


def test_a_changed_password_is_recorded_and_its_words_are_not(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    new = "four unrelated words here"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), form)
    assert events(user) == [("accounts.password.changed", {})]


def test_the_roles_stand_after_the_migrations():
    assert set(roles.PERMISSIONS) <= set(Group.objects.values_list("name", flat=True))
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
