"""Named reads of the desk."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cmkc.core.keyset import KeysetQuerySet
from cmkc.core.moderated import kinds_of
from cmkc.moderation import policies

if TYPE_CHECKING:
    from cmkc.accounts.models import User


class FlagQuerySet(models.QuerySet):
    """Reads of flags."""

    def of_thing(self, kind: str, key: str) -> Self:
        """Keep the flags of one thing, with who raised them."""
        return self.filter(kind=kind, key=key).select_related("by")


class ClaimQuerySet(models.QuerySet):
    """Reads of claims."""

    def live(self) -> Self:
        """Keep the claims that hold now; one whose lease ran out holds nothing, whether or not it was closed."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class ItemQuerySet(KeysetQuerySet):
    """Reads of the queue."""

    def pending(self) -> Self:
        """Keep what waits for a decision, the most urgent first and then the oldest."""
        return self.filter(state="pending").order_by("-priority", "opened_at", "pk")

    def for_moderator(self, user: "User") -> Self:
        """Keep what the user may decide on: of their kinds, not their own, nothing that an appeal took from them."""
        appeals = apps.get_model("moderation", "Appeal")._default_manager
        overturned = appeals.filter(decision__item=OuterRef("pk"), decided_by=user, state="overturned")
        return self.filter(kind__in=kinds_of(user)).exclude(author=user).exclude(Exists(overturned))

    def free_for(self, user: "User") -> Self:
        """Keep what nobody holds and this moderator has not just put aside."""
        claims = apps.get_model("moderation", "ReviewClaim")._default_manager.filter(item=OuterRef("pk"))
        since = timezone.now() - policies.SKIPPED_FOR
        return self.exclude(Exists(claims.live())).exclude(
            Exists(claims.filter(by=user, end="skipped", ended_at__gt=since))
        )

    def held_by(self, user: "User") -> Self:
        """Keep what this moderator holds now."""
        claims = apps.get_model("moderation", "ReviewClaim")._default_manager
        return self.filter(Exists(claims.live().filter(item=OuterRef("pk"), by=user)))


class DecisionQuerySet(KeysetQuerySet):
    """Reads of decisions."""

    def for_log(self) -> Self:
        """Bring what the log shows, the newest first."""
        return self.select_related("by", "about", "words", "undone_by", "template").order_by("-pk")

    def for_decider(self, user: "User") -> Self:
        """Keep the decisions on the kinds on which the user decides."""
        return self.filter(kind__in=kinds_of(user))

    def of_thing(self, kind: str, key: str) -> Self:
        """Keep the decisions about one thing."""
        return self.filter(kind=kind, key=key)

    def standing(self) -> Self:
        """Keep the decisions that nobody has undone and that undo nothing themselves."""
        return self.filter(undo_of=None, undone_by=None)

    def about_member(self, user: "User") -> Self:
        """Keep what was decided about a member's things, the newest first."""
        return self.filter(about=user, undo_of=None).order_by("-pk")


class SanctionQuerySet(KeysetQuerySet):
    """Reads of sanctions."""

    def in_force(self) -> Self:
        """Keep those that hold now: not lifted, not over, and a ban only once it is confirmed."""
        running = Q(until=None) | Q(until__gt=timezone.now())
        return self.filter(running, lifted_at=None).exclude(kind="ban", confirmed_at=None)

    def told_to(self, user: "User") -> Self:
        """Keep those of a member that they are told of: not a ban that nobody has confirmed."""
        return self.filter(user=user).exclude(kind="ban", confirmed_at=None)

    def barring(self) -> Self:
        """Keep those in force that keep somebody from writing."""
        return self.in_force().filter(kind__in=["silence", "ban"])

    def waiting_for(self, user: "User") -> Self:
        """Keep the bans that this moderator may confirm as the second person."""
        waiting = self.filter(kind="ban", confirmed_at=None, lifted_at=None)
        return waiting.exclude(Q(by=user) | Q(user=user))


class AppealQuerySet(KeysetQuerySet):
    """Reads of appeals."""

    def waiting_for(self, user: "User") -> Self:
        """Keep the open appeals that the user may read: of their kinds, none of their own decisions or writing."""
        theirs = Q(decision__kind__in=kinds_of(user))
        if policies.may_moderate(user):
            theirs |= Q(sanction__isnull=False)
        found = self.filter(theirs, state="open").exclude(Q(decided_by=user) | Q(seconded_by=user) | Q(by=user))
        return found.order_by("created_at", "pk")


class TemplateQuerySet(models.QuerySet):
    """Reads of reason templates."""

    def in_use(self) -> Self:
        """Keep those that the desk offers, by name, with their words in each language; 2 queries."""
        return self.filter(retired=False).order_by("name", "pk").prefetch_related("wordings")

    def for_kind(self, *kinds: str) -> Self:
        """Keep those for a kind; "" names those for every kind."""
        return self.filter(kind__in=kinds)
