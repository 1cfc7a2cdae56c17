"""Reason templates are changed by moderators, with a trace."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from cmkc.core import audit
from cmkc.core.canonical import sha256_of
from cmkc.moderation.models import ReasonTemplate, ReasonWording

if TYPE_CHECKING:
    from cmkc.accounts.models import User

Words = Mapping[str, tuple[str, str]]
"""Name and text by language; a language without text has no words of its own."""


@transaction.atomic
def save_template(template: ReasonTemplate, words: Words, *, by: "User | None") -> None:
    """Keep a template that a form or the loader has checked, with its words in other languages; 3 queries and more."""
    template.save()
    given = {language: pair for language, pair in words.items() if pair[1]}
    template.wordings.exclude(language__in=given).delete()
    for language, (name, text) in given.items():
        ReasonWording.objects.update_or_create(
            template=template, language=language, defaults={"name": name or template.name, "text": text}
        )
    data = {"name": template.name, "text": sha256_of([template.text, dict(given)]), "retired": template.retired}
    audit.record("moderation.template.saved", template, by=by, data=data)
