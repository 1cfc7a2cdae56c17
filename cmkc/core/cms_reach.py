"""What of the content the CMS shows to whom: choosers and lists of pages hold what one edits."""

from typing import Any, ClassVar

from django.contrib.auth import get_permission_codename
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.chooser import SnippetChosenMultipleView as ChosenMultipleView
from wagtail.snippets.views.chooser import SnippetChosenView as ChosenView

BY_ADDRESS = ("parent_page_id", "destination_id")
"""Arguments by which an address of the CMS names a page without asking whether one may read it."""


def pages_within_reach(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Keep the pages that the user may change in some way, and those above them; 2 queries more.

    What is merely open to be read is left out: the CMS shows a page's next edition, which the site doesn't show yet.
    """
    policy = PagePermissionPolicy()
    top = policy.explorable_root_instance(user)
    if top is None:
        return pages.none()
    above = [top.path[:end] for end in range(top.steplen, len(top.path), top.steplen)]
    return pages.filter(Q(path__in=above) | Q(pk__in=policy.explorable_instances(user).values("pk")))


def check_reach(request: HttpRequest, arguments: dict[str, Any]) -> None:
    """Ask it of the pages that an address names. Raises: Http404 for one out of reach."""
    named = [arguments[name] for name in BY_ADDRESS if arguments.get(name)]
    if not named or not request.user.is_authenticated:
        return
    found = pages_within_reach(Page.objects.filter(pk__in=named), request.user)
    if found.count() < len({int(key) for key in named}):
        raise Http404


def may_change(user: Any, model: type[Model]) -> bool:
    """Tell whether somebody edits things of a kind; no query after the first."""
    meta = model._meta
    return bool(user.has_perm(f"{meta.app_label}.{get_permission_codename('change', meta)}"))


def kept_by(things: QuerySet[Any], user: Any, permission: str = "") -> QuerySet[Any]:
    """Keep what the user edits: of pages those that they may change, of other kinds all or nothing.

    `permission` is what editors of the kind hold, where it is not Django's own "change".
    """
    if issubclass(things.model, Page):
        return things.filter(
            pk__in=PagePermissionPolicy().instances_user_has_permission_for(user, "change").values("pk")
        )
    edits = user.has_perm(permission) if permission else may_change(user, things.model)
    return things if edits else things.none()


def _readable(things: Any, user: Any) -> Any:
    """Keep the things of a snippet kind that the user may read, or all for who edits them."""
    return things if may_change(user, things.model) else things.visible_to(user)


class _ChooseReadable:
    """Lists what the one who chooses may read."""

    def get_object_list(self) -> Any:
        return _readable(super().get_object_list(), self.request.user)  # type: ignore[misc, attr-defined]


class _ChosenReadable:
    """Gives back what was chosen, if it may be read. Raises: Http404."""

    def get_object(self, pk: Any) -> Any:
        model = self.model_class  # type: ignore[attr-defined]
        return get_object_or_404(_readable(model._default_manager.all(), self.request.user), pk=pk)  # type: ignore[attr-defined]

    def get_objects(self, pks: Any) -> Any:
        return _readable(super().get_objects(pks), self.request.user)  # type: ignore[misc, attr-defined]


class ReadableChooserViewSet(SnippetChooserViewSet):
    """A chooser of snippets that have an audience."""

    choose_view_class: ClassVar[Any] = type("ReadableChooseView", (_ChooseReadable, ChooseView), {})
    choose_results_view_class: ClassVar[Any] = type("ReadableResultsView", (_ChooseReadable, ChooseResultsView), {})
    chosen_view_class: ClassVar[Any] = type("ReadableChosenView", (_ChosenReadable, ChosenView), {})
    chosen_multiple_view_class: ClassVar[Any] = type(
        "ReadableChosenManyView", (_ChosenReadable, ChosenMultipleView), {}
    )
