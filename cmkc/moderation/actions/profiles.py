"""Hiding what stands on a member's profile."""

from dataclasses import dataclass

from cmkc.accounts.models import User
from cmkc.core.caching import touch
from cmkc.core.canonical import sha256_of
from cmkc.core.moderated import State
from cmkc.moderation.models import HiddenProfile
from search.actions import stale

SHOWN_IN = ("accounts", "forum", "glossary", "library")
"""Areas whose kept pages may show a member's name."""


@dataclass
class Profile:
    """An account as others see it, and what of it is hidden."""

    user: User
    kept: HiddenProfile | None

    @property
    def version(self) -> str:
        """Give a digest of what is shown."""
        return sha256_of([self.user.name, self.user.affiliation])[:32]

    @property
    def state(self) -> State:
        """Say whether it is hidden, and by digest what is shown: the log is never erased and keeps no names."""
        return {"hidden": self.kept is not None and not self.user.name, "shown": self.version}


def hide(profile: Profile, _by: User, _reason: str) -> None:
    """Take name and affiliation off the account and keep them aside; an account without them shows as “Member”."""
    user = profile.user
    if user.name or user.affiliation:
        shown = {"name": user.name, "affiliation": user.affiliation}
        profile.kept, _made = HiddenProfile.objects.update_or_create(user=user, defaults=shown)
        _show(user, "", "")


def restore(profile: Profile, state: State, _by: User) -> None:
    """Bring back what was hidden, if `state` says that it was shown."""
    kept = profile.kept
    if kept is not None and profile.state["hidden"] and not state["hidden"]:
        _show(profile.user, kept.name, kept.affiliation)
        kept.delete()
        profile.kept = None


def _show(user: User, name: str, affiliation: str) -> None:
    user.name, user.affiliation = name, affiliation
    User.objects.filter(pk=user.pk).update(name=name, affiliation=affiliation)
    stale(user)
    touch(*SHOWN_IN)
