"""What accounts does after the response, and every night."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from cmkc.accounts.actions import cleaning, grants, mailing, verification
from cmkc.accounts.models import User
from cmkc.core.schedule import every
from cmkc.core.tasks import task


@task("accounts.send_waiting_mail", attempts=8)
def send_waiting_mail(pk: int) -> None:
    """Send a mail that the mail server did not take at once. Raises: OSError while it still does not."""
    mailing.send_waiting(pk)


@task("accounts.tell_lapse")
def tell_lapse(pk: int) -> None:
    """Tell a member that the verification of their sector has ended."""
    _write(User.objects.select_related("organisation").get(pk=pk), "accounts/email/sector_lapsed", {})


def _write(user: User, template: str, context: dict[str, object]) -> None:
    if not user.is_active:
        return
    words = {
        "user": user,
        "site_name": settings.SITE_NAME,
        "site_line": settings.SITE_LINE,
        "site_url": settings.SITE_URL,
    }
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = render_to_string(f"{template}_subject.txt", words | context).strip()
        body = render_to_string(f"{template}_message.txt", words | context).strip()
    send_mail(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])


@every("accounts.end_lapsed", hours=24, at="02:10")
def end_lapsed() -> None:
    """Take the mark off accounts whose sector is no longer verified, and end the grants that are over."""
    verification.end_lapsed()
    grants.end_expired()


@every("accounts.forget", hours=24, at="02:40")
def forget() -> None:
    """Forget what is kept for a time only: ended sessions, internet addresses, sign-ups that nobody confirmed."""
    cleaning.forget_sessions()
    cleaning.forget_unconfirmed()
