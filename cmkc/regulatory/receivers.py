"""Others' signals that the comparison listens to."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from cmkc.core.caching import touch
from cmkc.regulatory.actions import list_dates_of
from cmkc.regulatory.models import (
    Authority,
    Clause,
    Instrument,
    InstrumentVersion,
    Jurisdiction,
    SearchRecord,
    Statement,
    Topic,
    TopicGroup,
    Verification,
)
from search.actions import stale

AREA = "regulatory"


@receiver([post_save, post_delete], sender=Authority)
@receiver([post_save, post_delete], sender=Clause)
@receiver([post_save, post_delete], sender=Instrument)
@receiver([post_save, post_delete], sender=Jurisdiction)
@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=TopicGroup)
@receiver(post_save, sender=SearchRecord)
@receiver(post_save, sender=Statement)
@receiver(m2m_changed, sender=Instrument.supersedes.through)
@receiver(m2m_changed, sender=Topic.subjects.through)
def something_shown_changed(sender: type, **kwargs: Any) -> None:
    """Forget the kept pages once the change is committed."""
    touch(AREA)


@receiver(post_save, sender=InstrumentVersion)
def version_saved(sender: type, instance: InstrumentVersion, **kwargs: Any) -> None:
    """Bring the list of changes, the index and the kept pages level with an instrument's dates."""
    list_dates_of(instance)
    stale(instance.instrument)
    touch(AREA)


@receiver(post_delete, sender=InstrumentVersion)
def version_deleted(sender: type, instance: InstrumentVersion, **kwargs: Any) -> None:
    """Bring the index and the kept pages level when a version goes."""
    stale(instance.instrument)
    touch(AREA)


@receiver(post_save, sender=Verification)
def statement_verified(sender: type, instance: Verification, **kwargs: Any) -> None:
    """Bring the index and the kept pages level: a verification changes the confidence shown."""
    stale(instance.statement)
    touch(AREA)


@receiver(m2m_changed, sender=Topic.subjects.through)
def topic_moved(sender: type, instance: Any, action: str, **kwargs: Any) -> None:
    """Bring the index level when a question is put under another technology."""
    if action.startswith("post") and isinstance(instance, Topic):
        stale(instance)
