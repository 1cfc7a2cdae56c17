"""What was decided, why, and who asked for another look."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.core.append_only import append_only
from cmkc.core.moderated import kinds
from cmkc.core.references import LONGEST_KEY
from cmkc.moderation.models.queue import LONGEST_KIND, ReviewItem
from cmkc.moderation.models.reasons import ReasonTemplate
from cmkc.moderation.querysets import AppealQuerySet, DecisionQuerySet

if TYPE_CHECKING:
    from cmkc.moderation.models.sanctions import Sanction


class Action(models.TextChoices):
    """What a decision does; a kind may offer more of its own."""

    APPROVE = "approve", _("Approve")
    HIDE = "hide", _("Hide")
    RETURN = "return", _("Return for edit")
    WARN = "warn", _("Hide and warn")
    SILENCE = "silence", _("Hide and silence")
    UNDO = "undo", _("Undo")


def label_of(action: str, kind: str) -> str:
    """Give the name of an action in the reader's language, as its kind calls it."""
    known = kinds.get(kind)
    if action in Action.values:
        return str((known.labels if known else {}).get(action, Action(action).label))
    return next((str(act.label) for act in known.more if act.name == action), action) if known else ""


@append_only()
class Decision(models.Model):
    """One decision about one thing; the database refuses to change or delete it.

    `before` and `after` are what decisions change: the thing's own state and the item's. An undo is a decision too,
    one for each that it undoes. Decisions taken in one action share a `batch`.
    """

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=20)
    before = models.JSONField()
    after = models.JSONField()
    batch = models.UUIDField(null=True)
    template = models.ForeignKey(ReasonTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    pressed = models.CharField(max_length=1, blank=True)
    undo_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["kind", "key", "id"], name="decision_thing"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="decision_batch"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(about=None) | ~Q(about=F("by")), name="decision_not_on_oneself"),
            models.CheckConstraint(
                condition=Q(action="undo", undo_of__isnull=False) | (~Q(action="undo") & Q(undo_of=None)),
                name="decision_undo_names_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.kind}:{self.key}"

    def get_absolute_url(self) -> str:
        """Give the address where whom it is about reads it."""
        return reverse("moderation:my_decision", args=[self.undo_of_id or self.pk])

    @property
    def reason_text(self) -> str:
        """Give the words to the author, "" when there are none or they were erased."""
        return str(getattr(self, "words", ""))

    @property
    def is_undone(self) -> bool:
        """Tell whether a later decision undid it."""
        return getattr(self, "undone_by", None) is not None

    @property
    def action_label(self) -> str:
        """Give the name of the action, in the reader's language."""
        return label_of(self.action, self.kind)

    @property
    def may_be_appealed(self) -> bool:
        """Tell whether it went against the author, and is no undo."""
        known = kinds.get(self.kind)
        favourable = known.favours(self.action) if known else self.action == Action.APPROVE
        return self.action != Action.UNDO and not favourable

    @property
    def kind_label(self) -> str:
        """Give the name of its kind, in the reader's language."""
        known = kinds.get(self.kind)
        return str(known.label) if known else self.kind


class DecisionText(models.Model):
    """The reason of a decision in the moderator's words; it stands beside it, because it may have to be erased."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="words", primary_key=True)
    text = models.TextField(max_length=2000)

    def __str__(self) -> str:
        return self.text


class Appeal(models.Model):
    """Whom a decision, or a sanction given by itself, is about asks for another look; somebody else reads it.

    Neither who took the decision reads it (`decided_by`) nor who confirmed a ban (`seconded_by`).
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("not read yet")
        UPHELD = "upheld", _("the decision stands")
        OVERTURNED = "overturned", _("the decision was undone")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="appeal")
    sanction = models.OneToOneField("moderation.Sanction", on_delete=models.PROTECT, null=True, related_name="appeal")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals")
    words = models.TextField(_("why the decision is wrong"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(read_by=None) | (~Q(read_by=F("decided_by")) & ~Q(read_by=F("by"))),
                name="appeal_read_by_another",
            ),
            models.CheckConstraint(
                condition=Q(read_by=None) | Q(seconded_by=None) | ~Q(read_by=F("seconded_by")),
                name="appeal_read_by_a_third",
            ),
            models.CheckConstraint(condition=Q(decision=None) ^ Q(sanction=None), name="appeal_against_one_thing"),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(read_by__isnull=False), name="appeal_read_by_somebody"
            ),
        )
        indexes = (models.Index(fields=["created_at", "id"], condition=Q(state="open"), name="appeal_open"),)

    def __str__(self) -> str:
        return f"{self.state} {self.decision_id or self.sanction_id}"

    @property
    def against(self) -> "Decision | Sanction":
        """Give what is appealed."""
        found = self.decision or self.sanction
        assert found is not None  # noqa: S101  (the database holds that it is one of them)
        return found
