"""How a form of allauth gets our words."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = dict[str, tuple[str | _StrPromise, str | _StrPromise]]


LONGEST = 1000
"""Characters that a field of allauth's takes where allauth itself names no limit; enough for any password."""


class Worded:
    """Gives fields our label, help text and a limit, and takes placeholders away: a label says more and stays."""

    words: "ClassVar[Words]" = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for field in fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField) and not field.max_length:
                field.validators.append(MaxLengthValidator(LONGEST))
        for name, (label, help_text) in self.words.items():
            if name in fields:
                fields[name].label, fields[name].help_text = label, help_text
