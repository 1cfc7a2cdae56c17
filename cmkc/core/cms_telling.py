"""Editors' changes in the CMS are told to those who follow the thing; what content files bring is told to nobody."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cmkc.core.notices import CHANGED, PUBLISHED, announce

Followed = Sequence[tuple[str, str]]
"""What a change is about, and whatever else has followers that want to know: kinds and keys of core.references."""


def tell(instance: Any, followed: Followed, *, by: int | None, new: bool = False) -> None:
    """Announce that somebody added or changed a thing; 1 insert. Each change is an event of its own."""
    if followed:
        key = f"{instance._meta.label_lower}:{instance.pk}:{timezone.now().isoformat()}"
        announce(PUBLISHED if new else CHANGED, followed[0], key, also=followed[1:], by=by)


class _Telling:
    """A view that saves, and says so to the followers."""

    followed: Callable[[Any], Followed] = staticmethod(lambda _instance: ())
    new = False
    request: Any
    form: Any

    def save_instance(self) -> Any:
        """Save, and announce it in the same transaction if anything was changed."""
        instance = super().save_instance()  # type: ignore[misc]
        if self.form.has_changed():
            tell(instance, self.followed(instance), by=self.request.user.pk, new=self.new)
        return instance


class TellingCreateView(_Telling, generic.CreateView):
    """Adds a thing and tells of it."""

    new = True


class TellingEditView(_Telling, generic.EditView):
    """Changes a thing and tells of it."""


class TellingViewSet(ModelViewSet):
    """A model in the CMS whose changes are told; each says what is `followed`."""

    add_view_class = TellingCreateView
    edit_view_class = TellingEditView

    def followed(self, instance: Any) -> Followed:
        """Name what a change of this row is about."""
        raise NotImplementedError

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let the view know what is followed."""
        return super().get_add_view_kwargs(**kwargs) | {"followed": self.followed}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let the view know what is followed."""
        return super().get_edit_view_kwargs(**kwargs) | {"followed": self.followed}
