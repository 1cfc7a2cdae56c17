"""Every table that points to accounts is somebody's: exported and erased, or left out with a reason."""

import pytest
from django.apps import apps

from cmkc.accounts.actions.erasure import erase, export
from cmkc.accounts.models import User
from cmkc.core.personal_data import registered
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
EDITORIAL = "an act of editing the site; it names the account by its number, which names nobody once erased"
LEFT_OUT = {
    "accounts.User_groups": "exported with the account, cleared when it is erased",
    "accounts.User_user_permissions": "given to accounts by nobody here; cleared when the account is erased",
    "core.Snapshot": EDITORIAL,
    "courses.CourseVersion": EDITORIAL,
    "guides.GuideRelease": EDITORIAL,
    "library.Publication": EDITORIAL,
    "wagtailadmin.EditingSession": "who has a page open in the editor this minute; gone an hour later",
    "wagtailadmin.FormState": "a form of the editor between two steps",
    "wagtailcore.APIToken": "of an interface of Wagtail's that is not installed",
    "wagtailcore.Comment": EDITORIAL,
    "wagtailcore.CommentReply": EDITORIAL,
    "wagtailcore.ModelLogEntry": EDITORIAL,
    "wagtailcore.Page": EDITORIAL,
    "wagtailcore.PageLogEntry": EDITORIAL,
    "wagtailcore.PageSubscription": "which pages an editor watches",
    "wagtailcore.Revision": EDITORIAL,
    "wagtailcore.TaskState": EDITORIAL,
    "wagtailcore.UploadedFile": "a file between two steps of an upload",
    "wagtailcore.WorkflowState": EDITORIAL,
    "wagtaildocs.Document": EDITORIAL,
    "wagtailimages.Image": EDITORIAL,
}
"""Tables that point to accounts and are in no export, with the reason. Add a PersonalData entry before a line here."""


def pointing_to_accounts() -> set[str]:
    """Name every table that holds a key of accounts, the tables of many-to-many fields among them."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if any(field.related_model is User for field in model._meta.local_fields if field.is_relation):
            found.add(model._meta.label)
    return found


def test_every_table_that_points_to_accounts_is_answered_for():
    answered = {label for entry in registered() for label in entry.models}
    assert sorted(pointing_to_accounts() - answered - set(LEFT_OUT)) == []
    assert sorted(set(LEFT_OUT) - pointing_to_accounts()) == []


def test_nothing_is_both_exported_and_left_out_and_every_table_is_there():
    answered = [label for entry in registered() for label in entry.models]
    assert set(answered) & set(LEFT_OUT) == set()
    assert len(answered) == len(set(answered))
    for label in answered:
        apps.get_model(label)


def test_every_kind_can_be_exported_and_erased_for_somebody_who_has_nothing():
    user = UserFactory()
    UserFactory(administrator=True)
    assert export(user)
    erase(user, by=user)
    erase(user, by=user)  # again: nothing breaks


def test_the_labels_say_what_it_is():
    assert all(str(entry.label) for entry in registered())
