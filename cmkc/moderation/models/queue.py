"""What waits at the desk: flags, one item for each thing, and who holds it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.core.moderated import kinds
from cmkc.core.references import LONGEST_KEY
from cmkc.moderation.querysets import ClaimQuerySet, FlagQuerySet, ItemQuerySet

LONGEST_KIND = 40


class Reason(models.TextChoices):
    """Why a thing stands in the queue."""

    SAFETY = "safety", _("danger to patients or workers")
    COMPLIANCE = "compliance", _("against the precompetitive rules")
    PERSONAL_DATA = "personal-data", _("personal data of somebody")
    HARASSMENT = "harassment", _("attacks somebody")
    WRONG = "wrong", _("wrong or misleading")
    SPAM = "spam", _("advertising or spam")
    OFF_TOPIC = "off-topic", _("in the wrong place")
    OTHER = "other", _("something else")
    FIRST = "first", _("first contribution")
    PROPOSAL = "proposal", _("proposal to decide on")
    CLAIM = "claim", _("claim to verify")
    GUARD = "guard", _("noticed by the guard")
    CHANGED = "changed", _("changed after a decision")


class FlagReason(models.TextChoices):
    """Why a member may flag a thing: the part of `Reason` that people choose from."""

    SAFETY = "safety", _("It endangers patients or people at work")
    COMPLIANCE = "compliance", _("It breaks the precompetitive rules (prices, capacity, markets…)")
    PERSONAL_DATA = "personal-data", _("It shows somebody's personal data")
    HARASSMENT = "harassment", _("It attacks or insults somebody")
    WRONG = "wrong", _("It is wrong or misleading")
    SPAM = "spam", _("It is advertising or spam")
    OFF_TOPIC = "off-topic", _("It stands in the wrong place")
    OTHER = "other", _("Something else")


class ItemState(models.TextChoices):
    """Whether a decision is wanted."""

    PENDING = "pending", _("waiting")
    CLOSED = "closed", _("decided")


class Flag(models.Model):
    """One member says that a moderator should look at a thing; one flag for each person and thing."""

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    reason = models.CharField(_("reason"), max_length=20, choices=FlagReason.choices)
    note = models.TextField(_("what is the matter"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=["kind", "key", "by"], name="flag_once_a_person"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.reason}"


class ReviewItem(models.Model):
    """A thing that a moderator must look at: one row waits for each thing, whatever the number of reasons.

    `version` is the thing's version when the row was opened or last renewed; `author` is whose thing it is.
    """

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    version = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.PENDING)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    reasons = models.JSONField(default=list)
    priority = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        permissions = (("moderate", _("Can work at the moderators' desk")),)
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state="pending"), name="item_one_pending"),
        )
        indexes = (
            models.Index(fields=["-priority", "opened_at", "id"], condition=Q(state="pending"), name="item_queue"),
            models.Index(fields=["kind", "key"], name="item_thing"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def kind_label(self) -> str:
        """Give the name of its kind, in the reader's language."""
        known = kinds.get(self.kind)
        return str(known.label) if known else self.kind

    @property
    def reason_labels(self) -> list[str]:
        """List why it stands here, in the reader's language."""
        return [str(Reason(name).label) for name in self.reasons if name in Reason.values]


class ReviewClaim(models.Model):
    """A moderator has an item before them until `expires_at`; one open claim for each item."""

    class End(models.TextChoices):
        """How a claim ended."""

        RELEASED = "released", _("put back")
        SKIPPED = "skipped", _("put aside")
        EXPIRED = "expired", _("ran out")
        DECIDED = "decided", _("decided")

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="claims")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=8, choices=End.choices, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item"], condition=Q(ended_at=None), name="claim_one_open"),)
        indexes = (models.Index(fields=["by", "ended_at"], name="claim_holder"),)

    def __str__(self) -> str:
        return f"{self.item_id} until {self.expires_at:%H:%M}"
