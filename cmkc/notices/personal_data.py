"""What notices keeps about a member: what they follow, what they were told, which mail went out."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.core.personal_data import PersonalData, register, rows
from cmkc.notices.models import Delivery, Follow, MailSetting, Notice, OutboxMail

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _forget_choices(user: "User") -> None:
    Follow.objects.filter(user=user).delete()
    MailSetting.objects.filter(user=user).delete()


def _forget_mail(user: "User") -> None:
    """Forget what the member was told, and in the demo the mails to their address."""
    Notice.objects.filter(reader=user).delete()
    Delivery.objects.filter(reader=user).delete()
    OutboxMail.objects.filter(to=user.email).delete()


register(
    PersonalData(
        "notices.choices",
        _("what you follow and how soon we write to you"),
        ("notices.Follow", "notices.MailSetting"),
        rows(Follow, "user", "kind", "key", "pace", "created_at"),
        _forget_choices,
    )
)
register(
    PersonalData(
        "notices.told",
        _("notices: what you were told, when it was mailed and read"),
        ("notices.Notice", "notices.Delivery"),
        rows(
            Notice,
            "reader",
            "event__kind",
            "event__about_kind",
            "event__about_key",
            "event__at",
            "read_at",
            "pace",
            "delivery__ended_at",
        ),
        _forget_mail,
    )
)
