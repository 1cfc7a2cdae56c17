"""Following and leaving: what a reader chose counts for what is not mailed yet, too."""

from django.db import transaction
from django.db.models import QuerySet

from cmkc.accounts.models import User
from cmkc.core.notices import DAILY, NONE, WEEKLY, kinds
from cmkc.notices.models import Follow, MailSetting, Notice
from cmkc.notices.tokens import WayOut

DIGESTS = {f"digest.{pace}": pace for pace in (DAILY, WEEKLY)}


@transaction.atomic
def follow(user: User, kind: str, key: str, pace: str) -> Follow:
    """Follow a thing, or change how soon one is told of it; 5 queries at most. Safe to call twice."""
    made, _new = Follow.objects.update_or_create(user=user, kind=kind, key=key, defaults={"pace": pace})
    _set_pace(_of_thing(user, kind, key), pace)
    return made


@transaction.atomic
def unfollow(user: User, kind: str, key: str) -> bool:
    """Stop following; nothing more is mailed of it. False when one did not follow."""
    gone, _by_model = Follow.objects.filter(user=user, kind=kind, key=key).delete()
    _set_pace(_of_thing(user, kind, key), NONE)
    return bool(gone)


@transaction.atomic
def choose(user: User, mailing_list: str, pace: str) -> None:
    """Choose the pace of a list, or none; for a digest, none stops it and anything else lets it go on.

    Raises: LookupError for a list that is neither a digest nor a registered kind of notice.
    """
    if mailing_list not in DIGESTS and mailing_list not in kinds:
        raise LookupError(f"no mailing list is called {mailing_list!r}")
    MailSetting.objects.update_or_create(user=user, mailing_list=mailing_list, defaults={"pace": pace})
    mine = Notice.objects.filter(reader=user)
    if mailing_list in DIGESTS:
        if pace == NONE:
            _set_pace(mine.filter(pace=DIGESTS[mailing_list]), NONE)
    elif pace == NONE or not kinds[mailing_list].followed:
        _set_pace(mine.filter(event__kind=mailing_list), pace)


@transaction.atomic
def leave(way: WayOut) -> None:
    """Go the way out that a mail names: the thing is followed on the page only, or the list is left.

    Somebody who does not follow the thing by itself – they follow what it is part of – leaves the list. Safe to call
    twice; nothing happens for an account that is gone.
    """
    user = User.objects.filter(pk=way.reader, is_active=True).first()
    if user is None or (way.mailing_list not in DIGESTS and way.mailing_list not in kinds):
        return
    if way.kind and Follow.objects.filter(user=user, kind=way.kind, key=way.key).exists():
        follow(user, way.kind, way.key, NONE)
    else:
        choose(user, way.mailing_list, NONE)


def _of_thing(user: User, kind: str, key: str) -> QuerySet:
    followed = [one.name for one in kinds if one.followed]
    return Notice.objects.filter(reader=user, event__kind__in=followed, event__about_kind=kind, event__about_key=key)


def _set_pace(notices: QuerySet, pace: str) -> None:
    """Change how soon notices are mailed that are not mailed yet; what a waiting mail holds can only be taken out."""
    waiting = Notice.objects.filter(pk__in=notices.values("pk")).not_mailed_yet()
    keys = list((waiting if pace == NONE else waiting.filter(delivery=None)).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=keys).update(pace=pace)
