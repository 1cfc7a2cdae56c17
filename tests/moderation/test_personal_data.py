"""What the desk gives a member who takes their data away."""

import pytest

from cmkc.core.personal_data import registered
from cmkc.moderation.actions.sanctions import confirm, sanction
from tests.accounts.factories import UserFactory
from tests.moderation.factories import moderator

pytestmark = pytest.mark.django_db


def sanctions_of(member):
    entry = next(one for one in registered() if one.name == "moderation.sanctions")
    return [row["reason"] for row in entry.export(member)]


def test_a_ban_is_in_ones_data_once_somebody_confirmed_it():
    member = UserFactory()
    sanction(member, "warn", by=moderator(), reason="Mind your words.")
    ban = sanction(member, "ban", by=moderator(), reason="Threats.")
    assert sanctions_of(member) == ["Mind your words."]
    confirm(ban, by=moderator())
    assert sanctions_of(member) == ["Mind your words.", "Threats."]
