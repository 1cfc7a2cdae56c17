"""From a letter to a mail: words, headers, the way out."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cmkc.core.notices import AT_ONCE, WEEKLY, kinds
from cmkc.notices.letters import Entry, Letter
from cmkc.notices.periods import zone_called
from cmkc.notices.seeing import heading, language_of
from cmkc.notices.tokens import WayOut, token_of


class Writer:
    """Writes the mails of one batch; entries that many readers share are rendered once."""

    def __init__(self) -> None:
        self._shared: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._text = get_template("notices/mail/letter.txt")
        self._html = get_template("notices/mail/letter.html")

    def write(self, letter: Letter) -> EmailMultiAlternatives:
        """Write one mail in the reader's language and time zone; no query."""
        language = language_of(letter.reader)
        zone = letter.reader.time_zone
        with translation.override(language), timezone.override(zone_called(zone)):
            shared = self._entries(letter, language, zone)
            words = shared | self._personal(letter)
            message = EmailMultiAlternatives(
                settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + shared["subject"],
                self._text.render(words),
                settings.DEFAULT_FROM_EMAIL,
                [letter.reader.email],
                headers=headers_of(letter, words["way_out"]),
            )
            message.attach_alternative(self._html.render(words), "text/html")
        return message

    def _entries(self, letter: Letter, language: str, zone: str) -> dict[str, Any]:
        """Render what all readers of the same entries read alike."""
        names = tuple((entry.event.pk, entry.told) for entry in letter.entries)
        key = (language, zone, letter.delivery.pace, letter.more, names)
        if key not in self._shared:
            words = {"entries": [_shown(entry) for entry in letter.entries], "site_url": settings.SITE_URL}
            digest = letter.delivery.pace != AT_ONCE
            self._shared[key] = {
                "subject": " ".join(subject_of(letter).split())[:200],
                "digest": digest,
                "text_entries": get_template("notices/mail/entries.txt").render(words),
                "html_entries": get_template("notices/mail/entries.html").render(words),
            }
        return self._shared[key]

    def _personal(self, letter: Letter) -> dict[str, Any]:
        """Give what differs from reader to reader, and the site's name."""
        return {
            "name": letter.reader.name,
            "more": letter.more,
            "language": translation.get_language(),
            "list_label": label_of(letter.mailing_list),
            "way_out": _address("notices:unsubscribe", token_of(way_of_letter(letter))),
            "settings_address": _address("notices:settings"),
            "page_address": _address("notices:list"),
            "site_name": settings.SITE_NAME,
            "site_line": settings.SITE_LINE,
            "site_url": settings.SITE_URL,
        }


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "heading": heading(entry.event, entry.told),
        "text": entry.told.text,
        "address": settings.SITE_URL + entry.told.url if entry.told.url.startswith("/") else entry.told.url,
        "at": entry.event.at,
    }


def _address(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def subject_of(letter: Letter) -> str:
    """Give the line that stands for the mail, in the language that is active."""
    first = letter.entries[0]
    if letter.delivery.pace == AT_ONCE:
        return heading(first.event, first.told)
    count, weekly = len(letter.entries) + letter.more, letter.delivery.pace == WEEKLY
    if count == 1:
        title = heading(first.event, first.told)
        return _("Your week: %(title)s") % {"title": title} if weekly else _("Your day: %(title)s") % {"title": title}
    if weekly:
        return ngettext("Your week: %(number)d notice", "Your week: %(number)d notices", count) % {"number": count}
    return ngettext("Your day: %(number)d notice", "Your day: %(number)d notices", count) % {"number": count}


def label_of(mailing_list: str) -> str:
    """Name a list to a reader, in the language that is active."""
    digests = {"digest.daily": _("the daily digest"), "digest.weekly": _("the weekly digest")}
    return digests.get(mailing_list) or str(kinds[mailing_list].label)


def way_of_letter(letter: Letter) -> WayOut:
    """Say what the mail's way out leaves: the followed thing of a notice, else the list."""
    event = letter.entries[0].event
    if letter.mailing_list == event.kind and kinds[event.kind].followed:
        return WayOut(letter.reader.pk, event.kind, event.about_kind, event.about_key)
    return WayOut(letter.reader.pk, letter.mailing_list)


def headers_of(letter: Letter, way_out: str) -> dict[str, str]:
    """Give the headers of a mail.

    The Message-ID comes from the notice or the period, so that a mail that went twice is one to the reader's program.
    Notices about one thing refer to one name, which no mail has: mail programs show them as one thread.
    Sources: RFC 2919 (List-Id), RFC 8058 (one-click), RFC 3834 (Auto-Submitted), RFC 5322 3.6.4 (References).
    """
    host, delivery = urlsplit(settings.SITE_URL).hostname or "localhost", letter.delivery
    name = letter.mailing_list.replace(".", "-").replace("_", "-")
    headers = {
        "Message-ID": f"<{delivery.pace}.{delivery.period}.{delivery.reader_id}@{host}>",
        "List-Id": f"{settings.SITE_NAME} {name} <{name}.{host}>",
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
    }
    if delivery.pace == AT_ONCE:
        event = letter.entries[0].event
        thing = hashlib.sha256(f"{event.about_kind}:{event.about_key}".encode()).hexdigest()[:24]
        headers["In-Reply-To"] = headers["References"] = f"<about.{thing}@{host}>"
    return headers
