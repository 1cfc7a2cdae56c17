"""The comparison in the CMS: what editors keep by hand, and the record of statements to read."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cmkc.core.cms_telling import Followed, TellingViewSet
from cmkc.regulatory import policies
from cmkc.regulatory.models import (
    Authority,
    Clause,
    Instrument,
    InstrumentVersion,
    Jurisdiction,
    Statement,
    Topic,
    TopicGroup,
)
from cmkc.regulatory.references import INSTRUMENT, JURISDICTION, QUESTION

SOURCE_PANEL = MultiFieldPanel(
    [FieldPanel(name) for name in ("source_title", "source_body", "source_year", "source_url", "confidence", "as_of")],
    heading=_("Source"),
)


def followed_with(instrument: Instrument) -> Followed:
    """Name an instrument and its jurisdiction."""
    return [(INSTRUMENT, instrument.code), (JURISDICTION, instrument.jurisdiction.code)]


class JurisdictionViewSet(TellingViewSet):
    """Columns of the table."""

    model = Jurisdiction
    icon = "site"
    add_to_admin_menu = False
    list_display = ["name", "code", "kind", "order"]
    search_fields = ["name", "code"]
    search_backend_name = None
    panels = [
        *(FieldPanel(name) for name in ("code", "name", "iso", "region", "kind", "order", "note")),
        *(FieldPanel(name) for name in ("ich_status", "ich_since", "pics_member", "pics_since", "pics_confidence")),
        SOURCE_PANEL,
    ]

    def followed(self, instance: Jurisdiction) -> Followed:
        """Tell who follows the jurisdiction."""
        return [(JURISDICTION, instance.code)]


class AuthorityViewSet(ModelViewSet):
    """Bodies that issue rules."""

    model = Authority
    icon = "group"
    list_display = ["abbreviation", "name", "jurisdiction"]
    search_fields = ["abbreviation", "name"]
    search_backend_name = None
    form_fields = ["code", "jurisdiction", "parent", "abbreviation", "name", "native_name", "site", "role", "order"]


class TopicGroupViewSet(ModelViewSet):
    """Groups of questions."""

    model = TopicGroup
    icon = "folder-open-inverse"
    list_display = ["title", "slug", "order"]
    form_fields = ["slug", "title", "order"]


class TopicViewSet(TellingViewSet):
    """Rows of the table."""

    model = Topic
    icon = "help"
    list_display = ["title", "group", "weight"]
    list_filter = ["group"]
    search_fields = ["title", "question"]
    search_backend_name = None
    panels = [
        *(FieldPanel(name) for name in ("slug", "title", "group", "order", "question", "definition", "why_it_matters")),
        *(FieldPanel(name) for name in ("weight", "glossary_terms", "subjects")),
        SOURCE_PANEL,
    ]

    def followed(self, instance: Topic) -> Followed:
        """Tell who follows the question."""
        return [(QUESTION, instance.slug)]


class InstrumentViewSet(TellingViewSet):
    """Laws, guidelines, programs."""

    model = Instrument
    icon = "doc-full"
    list_display = ["short", "title", "jurisdiction", "kind"]
    list_filter = ["jurisdiction"]
    search_fields = ["short", "title", "identifier"]
    search_backend_name = None
    panels = [
        *(FieldPanel(name) for name in ("code", "jurisdiction", "authority", "body", "short", "title", "native_title")),
        *(
            FieldPanel(name)
            for name in ("language", "kind", "bindingness", "identifier", "url", "summary", "supersedes")
        ),
        SOURCE_PANEL,
    ]

    def followed(self, instance: Instrument) -> Followed:
        """Tell who follows the instrument or its jurisdiction."""
        return followed_with(instance)


class InstrumentVersionViewSet(TellingViewSet):
    """Stages and dates of instruments."""

    model = InstrumentVersion
    icon = "history"
    list_display = ["instrument", "sequence", "stage", "published", "effective_from"]
    list_filter = ["stage"]
    form_fields = [
        "instrument",
        "sequence",
        "stage",
        "stage_note",
        "published",
        "effective_from",
        "effective_to",
        "consultation_end",
        "url",
        "file_sha256",
    ]

    def followed(self, instance: InstrumentVersion) -> Followed:
        """Tell who follows the instrument or its jurisdiction: it has another stage or date."""
        return followed_with(instance.instrument)


class ClauseViewSet(ModelViewSet):
    """Quotes that statements can rest on."""

    model = Clause
    icon = "openquote"
    list_display = ["version", "locator", "language"]
    form_fields = ["version", "locator", "quote", "language", "translation"]


class StatementPolicy(ModelPermissionPolicy):
    """The record is read here, by those who may see drafts; a row is never edited in place."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Let editors look, and nobody add, change or delete."""
        return action == "view" and policies.may_see_drafts(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Say whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        """Nobody is asked by this way."""
        return self.model._default_manager.none()


register_permission_policy(Statement, StatementPolicy(Statement), exact_class=True)


class StatementViewSet(ModelViewSet):
    """The record of statements, the verification queue first."""

    model = Statement
    icon = "list-ul"
    menu_label = _("Statements")
    inspect_view_enabled = True
    copy_view_enabled = False
    list_filter = ["state", "basis", "jurisdiction", "topic"]
    search_fields = ["summary"]
    search_backend_name = None
    list_display = ["jurisdiction", "topic", "basis", "state", Column("recorded_from"), Column("recorded_to")]
    ordering = ("state", "-recorded_from")
    form_fields = ["note"]
    inspect_view_fields_exclude = ["id"]


class RegulatoryGroup(ViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = _("Regulation")
    menu_icon = "tasks"
    items = (
        StatementViewSet("statements"),
        JurisdictionViewSet("jurisdictions"),
        AuthorityViewSet("authorities"),
        TopicGroupViewSet("topic_groups"),
        TopicViewSet("regulatory_topics"),
        InstrumentViewSet("instruments"),
        InstrumentVersionViewSet("instrument_versions"),
        ClauseViewSet("clauses"),
    )


@hooks.register("register_admin_viewset")
def register_regulatory() -> RegulatoryGroup:
    """Add the comparison to the menu of the CMS."""
    return RegulatoryGroup()
