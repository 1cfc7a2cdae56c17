"""The kinds of notice that every app may tell."""

from django.utils.translation import gettext_lazy as _

from cmkc.core.notices import CHANGED, DAILY, DECISION, PUBLISHED, WAITING, NoticeKind, Subject, kinds, subjects
from cmkc.notices.actions.reminding import WORK, work_of

kinds.register(
    PUBLISHED,
    NoticeKind(PUBLISHED, _("Something you follow has a new edition"), _("Published: %(title)s"), followed=True),
)
kinds.register(
    CHANGED, NoticeKind(CHANGED, _("Something you follow has changed"), _("Changed: %(title)s"), followed=True)
)
kinds.register(DECISION, NoticeKind(DECISION, _("A decision about you or what you wrote"), "%(title)s"))
kinds.register(WAITING, NoticeKind(WAITING, _("Work waits for you"), "%(title)s", pace=DAILY))
subjects.register(WORK, Subject(WORK, work_of))
