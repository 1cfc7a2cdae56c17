"""Others' signals: what is saved, deleted, published, moved or restricted becomes stale in the same transaction."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, published, unpublished

from cmkc.core.models import Subject
from search.actions import stale, touch
from search.engines import tables
from search.labels import relabel_subject
from search.sources import registry

DRAFT_FIELDS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "go_live_at",
        "expire_at",
    }
)
"""What Wagtail writes when only a draft changed; readers see none of it."""


def connect(model: type[Model]) -> None:
    """Listen to saves, deletes and many-to-many changes of a searchable model; safe to call twice."""
    post_save.connect(on_save, sender=model, dispatch_uid=f"search_save_{model._meta.label}")
    post_delete.connect(on_delete, sender=model, dispatch_uid=f"search_delete_{model._meta.label}")
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        m2m_changed.connect(
            on_many_to_many, sender=through, dispatch_uid=f"search_m2m_{model._meta.label}_{field.name}"
        )


def connect_all() -> None:
    """Listen to all registered models and to what makes pages appear, move and vanish."""
    for source in registry:
        connect(source.model)
    for signal in (page_published, page_unpublished, published, unpublished):
        signal.connect(on_publication, dispatch_uid="search_publication")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(on_move, dispatch_uid="search_move")
    post_save.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="search_restriction_save")
    post_delete.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="search_restriction_delete")
    m2m_changed.connect(
        on_restriction, sender=PageViewRestriction.groups.through, dispatch_uid="search_restriction_groups"
    )
    post_save.connect(on_subject, sender=Subject, dispatch_uid="search_subject")


def on_save(instance: Model, *, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Project a saved object; fixtures and changes of a draft alone are left out."""
    if not raw and not (update_fields and update_fields <= DRAFT_FIELDS):
        stale(instance)


def on_delete(instance: Model, **kwargs: Any) -> None:
    """Bury the documents of a deleted object."""
    stale(instance)


def on_many_to_many(instance: Model, action: str, *, reverse: bool, model: type[Model], **kwargs: Any) -> None:
    """Project the objects whose relations changed, from whichever side it was done."""
    pk_set = kwargs.get("pk_set")
    if reverse and action == "pre_clear":
        name = _forward_name(instance, kwargs["sender"], model)
        instance._search_cleared = set(  # type: ignore[attr-defined]  # noqa: SLF001  (kept until post_clear comes)
            model._default_manager.filter(**{name: instance.pk}).values_list("pk", flat=True)
        )
    if not action.startswith("post_"):
        return
    if not reverse:
        stale(instance)
        return
    pks = instance.__dict__.pop("_search_cleared", set()) if action == "post_clear" else set(pk_set or ())
    touch({source.kind: pks for source in registry if pks and source.model is model})


def _forward_name(instance: Model, through: type[Model], model: type[Model]) -> str:
    """Find the field of `model` that this relation belongs to."""
    fields = model._meta.many_to_many
    return next(field.name for field in fields if field.remote_field.through is through)


def on_publication(instance: Model, **kwargs: Any) -> None:
    """Project what was published or taken back."""
    stale(instance)


def on_move(instance: Page, **kwargs: Any) -> None:
    """Project a page and all below it: their addresses changed."""
    _touch_below(instance.pk)


def on_restriction(instance: PageViewRestriction, *, raw: bool = False, **kwargs: Any) -> None:
    """Project the pages that a restriction covers."""
    if not raw:
        _touch_below(instance.page_id)


def on_subject(instance: Subject, *, created: bool = False, **kwargs: Any) -> None:
    """Follow a subject's title in the labels of facets."""
    if not created:
        relabel_subject(instance)


def _touch_below(page_pk: int) -> None:
    """Project a page and its descendants of every searchable type; 1 query a type, and 1."""
    top = Page.objects.filter(pk=page_pk).first()
    if top is None:
        return
    for source in registry:
        if issubclass(source.model, Page):
            below = source.model._default_manager.filter(path__startswith=top.path)
            touch({source.kind: set(below.values_list("pk", flat=True))})


@receiver(post_migrate)
def on_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put full-text triggers back: on SQLite, a migration that rebuilt the projection's table has dropped them."""
    connection = connections[using]
    if sender.label == "search" and "search_searchdocument" in connection.introspection.table_names():
        tables.ensure(connection)
