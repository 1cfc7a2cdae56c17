"""The styleguide: every component in every state, beside the tokens that it is made of."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cmkc.home import styleguide_samples as samples


def _parts() -> dict[str, str]:
    """Name the pages of the guide, in their order."""
    return {
        "foundations": _("Foundations"),
        "components": _("Components"),
        "forms": _("Forms"),
        "reading": _("Reading"),
        "matrix": _("Comparison"),
        "forum": _("Forum"),
        "home": _("Home"),
    }


def _tabs(parts: dict[str, str], current: str) -> list[dict[str, Any]]:
    first = next(iter(parts))
    return [
        {
            "label": label,
            "url": reverse("styleguide") if part == first else reverse("styleguide_part", args=[part]),
            "current": part == current,
        }
        for part, label in parts.items()
    ]


@require_GET
def styleguide(request: HttpRequest, part: str = "foundations") -> HttpResponse:
    """Show one page of the styleguide; no query."""
    parts = _parts()
    if part not in parts:
        raise Http404
    shown = {name.lower(): value for name, value in vars(samples).items() if name.isupper()}
    context = {
        **shown,
        **samples.forms_shown(),
        "part_title": parts[part],
        "parts": _tabs(parts, part),
        "bases": [{"basis": basis, "label": label, "meaning": meaning} for basis, label, meaning in samples.BASES],
        "sample_messages": samples.messages_shown(),
        "drawing": {**samples.DRAWING, "url": static("img/mark.svg")},
    }
    return render(request, f"styleguide/{part}.html", context)
