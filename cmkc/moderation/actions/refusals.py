"""Why the desk says no, in words for the moderator."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmkc.core.moderated import RefusedError


class Refusal(RefusedError):  # noqa: N818  (each names its reason)
    """One of the desk's own refusals."""

    words: str | Promise = ""

    def __str__(self) -> str:
        return str(self.words)


class AlreadyDecided(Refusal):
    """Somebody else was faster."""

    words = _("Somebody else has decided on this already.")


class Held(Refusal):
    """Another moderator has it before them."""

    words = _("Another moderator has this before them.")


class Changed(Refusal):
    """The thing is no longer what the moderator saw."""

    words = _("This was changed after you opened it. Look at it again.")


class NotYours(Refusal):
    """Nobody decides on what is theirs, nor again on what an appeal took from them."""

    words = _("Somebody else must decide on this.")


class NotOffered(Refusal):
    """The kind of this thing has no such action."""

    words = _("This action is not possible here.")


class Unexplained(Refusal):
    """The author must know why, and what to do."""

    words = _("Say why: the author must know what to do.")


class Gone(Refusal):
    """The thing is no longer there."""

    words = _("This is no longer there.")


class NewerStands(Refusal):
    """Something happened after the decision that an undo would run over."""

    words = _("Something newer stands on this decision, so it can no longer be undone. Decide anew instead.")


class AlreadyUndone(Refusal):
    """The decision has been undone, or is an undo itself."""

    words = _("This was undone already.")
