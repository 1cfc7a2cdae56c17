"""What every page type of the CMS shares."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

from cmkc.core import audiences

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


def audience_of(restriction: PageViewRestriction) -> frozenset[str]:
    """Name who passes a view restriction: nobody but its groups, members, or no one for a password."""
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return frozenset(audiences.group(group.pk) for group in restriction.groups.all())
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return frozenset({audiences.MEMBERS})
    return frozenset()  # a page behind a password stands in no list and in no search


def passes_of(user: "User | AnonymousUser") -> tuple[list[str], list[int]]:
    """Give which kinds of restriction a reader passes, and those of which groups; as `audience_of` says it."""
    principals = audiences.principals_of(user)
    kinds = [PageViewRestriction.NONE, *([PageViewRestriction.LOGIN] if audiences.MEMBERS in principals else [])]
    return kinds, [0, *audiences.groups_among(principals)]  # nothing has the key 0; a prepared read wants one at least


def open_to(kinds: Any, groups: Any, page: str = "") -> Q:
    """Give the condition that keeps live pages for a reader who passes `kinds` and `groups`; no extra query.

    A page is closed by what stands on it or above it in the tree. `page` leads to the pages from another table:
    `"guide__"`. `prepared` reads may give it their own arguments.
    """
    passed = PageViewRestriction.groups.through.objects.filter(group__in=groups).values("pageviewrestriction")
    closing = (
        PageViewRestriction.objects.exclude(restriction_type__in=kinds)
        .exclude(restriction_type=PageViewRestriction.GROUPS, pk__in=passed)
        .alias(below=ExpressionWrapper(OuterRef(f"{page}path"), models.CharField()))
        .filter(below__startswith=F("page__path"))
    )
    return Q(~Exists(closing), **{f"{page}live": True})


class BasePageQuerySet(PageQuerySet):
    """Reads of pages."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the live pages that the user may read. No query for a visitor, one for a member."""
        return self.filter(open_to(*passes_of(user)))


class BasePage(Page):
    """A page of this site: a short summary for lists and search; found through our own search, not Wagtail's."""

    summary = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("Two sentences for lists and search.")
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()
    content_panels: ClassVar[list] = [*Page.content_panels, FieldPanel("summary")]
    search_fields: ClassVar[list] = []

    class Meta:
        abstract = True

    def audience_names(self) -> tuple[str, ...]:
        """List who may read this page, () for nobody; 2 queries.

        Of several restrictions on the way up the tree all must be passed; one audience can say so only if it is in
        each of them.
        """
        if not self.live:
            return ()
        named = [audience_of(restriction) for restriction in self.get_view_restrictions().prefetch_related("groups")]
        return tuple(sorted(frozenset.intersection(*named))) if named else (audiences.PUBLIC,)


def publish_under(parent: Page, page: Page) -> None:
    """Save a page as a new or changed child of `parent` and publish it, with a revision; about 20 queries.

    Raises: ValidationError when a field is wrong.
    """
    if page.pk is None:
        parent.add_child(instance=page)
    page.save_revision().publish()


def latest_draft(pages: PageQuerySet) -> Any:
    """Give the newest draft of the first page of a query, or None; an editor's unpublished work is in it."""
    page = pages.first()
    return page.get_latest_revision_as_object() if page else None
