"""Sending a batch of mails: each once, but for a crash between the server's answer and our note of it."""

import logging
import smtplib
import threading
import time
from collections.abc import Collection

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from cmkc.notices.actions.taking import LEASE, end, give_back, keep, try_again
from cmkc.notices.journal import Journal
from cmkc.notices.letters import Letter, letters
from cmkc.notices.mails import Writer
from cmkc.notices.models import Delivery, DeliveryState

log = logging.getLogger(__name__)

SIGN_OF_LIFE = LEASE.total_seconds() / 6
PERMANENT = 500
"""SMTP answers from here on are final."""


class ServerDownError(Exception):
    """The mail server does not answer, or takes nothing now."""


class LostError(Exception):
    """The mails in hand belong to another worker now: this one was silent for too long."""


class Batch:
    """The mails that one claim has in hand."""

    def __init__(self, claim: str, journal: Journal, stopping: threading.Event) -> None:
        self.claim = claim
        self.journal = journal
        self._stopping = stopping
        self.sent = 0
        self._kept = time.monotonic()

    def send(self) -> int:
        """Send what may go out, and write down what became of it; gives how many were sent.

        12 queries or so, and one every ten seconds; none a mail, but for a mail that the server refuses.
        Raises: ServerDownError and LostError, after having settled what was sent.
        """
        deliveries = list(Delivery.objects.filter(claim=self.claim).select_related("reader").order_by("pk"))
        written, failed = letters_of(deliveries)
        kept = failed | {one.delivery.pk for one in written}
        end({one.pk for one in deliveries} - kept, DeliveryState.WITHHELD)
        try:
            self._send_all(written)
        finally:
            settle(self.journal)
            give_back(self.claim)
        return self.sent

    def _send_all(self, written: Collection[Letter]) -> None:
        if not written:
            return
        writer, connection = Writer(), get_connection()
        try:
            connection.open()
            for letter in written:
                if self._stopping.is_set():
                    break
                self._send_one(letter, writer, connection)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerDownError(str(error)) from error
        finally:
            _close(connection)

    def _send_one(self, letter: Letter, writer: Writer, connection: BaseEmailBackend) -> None:
        if time.monotonic() - self._kept > SIGN_OF_LIFE:
            settle(self.journal)
            if not keep(self.claim):
                raise LostError
            self._kept = time.monotonic()
        try:
            message = writer.write(letter)
            connection.send_messages([message])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            _refused(letter.delivery, error)
        except (OSError, smtplib.SMTPException):
            raise
        except Exception:
            log.exception("the mail %s could not be written", letter.delivery.pk)
            try_again(letter.delivery)
        else:
            self._note(letter.delivery.pk)

    def _note(self, delivery: int) -> None:
        """Note that the server has taken a mail; where no file can be written, the database is told at once."""
        self.sent += 1
        try:
            self.journal.note(delivery)
        except OSError:
            log.exception("the mail journal cannot be written")
            settle(self.journal)


def settle(journal: Journal) -> None:
    """Tell the database what was sent; 1 query, none when nothing was. Raises: DatabaseError; it is kept then."""
    if journal.taken:
        end(journal.taken, DeliveryState.SENT)
        journal.clear()


def letters_of(deliveries: list[Delivery]) -> tuple[list[Letter], set[int]]:
    """Put the letters together; what cannot be for an error is put off, and named by pk, and the others go out."""
    try:
        return letters(deliveries), set()
    except Exception:
        log.exception("the mails of a batch could not be put together; they are tried one by one")
    written: list[Letter] = []
    failed: set[int] = set()
    for one in deliveries:
        try:
            written += letters([one])
        except Exception:
            log.exception("the mail %s could not be put together", one.pk)
            try_again(one)
            failed.add(one.pk)
    return written, failed


def _refused(delivery: Delivery, error: smtplib.SMTPException) -> None:
    """Give a mail up that the server refuses for good, else try it again later."""
    codes = (
        [code for code, _words in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", 0)]
    )
    log.warning("the mail server refused the mail %s: %s", delivery.pk, codes)
    if codes and min(codes) >= PERMANENT:
        end([delivery.pk], DeliveryState.FAILED)
    else:
        try_again(delivery)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.debug("the mail server was gone before the goodbye")
