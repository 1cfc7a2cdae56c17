"""Who asks too often is told when to come back, loses nothing, and is known by a hash."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from cmkc.core import limits
from cmkc.core.limits import LIMITS, Limit, allows, limited, spend, who_of
from cmkc.core.models import Bucket
from cmkc.core.upkeep import prune_buckets
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
SHIPPED = dict(LIMITS)


@pytest.fixture(autouse=True)
def _three_in_a_minute(settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    monkeypatch.setitem(LIMITS, "flags", Limit(3, 60))


def test_the_table_holds_what_the_site_counts():
    assert {"posts", "votes", "flags", "search", "exports", "sign-up"} <= set(LIMITS)
    assert all(limit.tokens > 0 and limit.seconds > 0 for limit in LIMITS.values())


def test_a_verdict_says_when():
    with time_machine.travel(NOON, tick=False):
        assert [spend("flags", "user:1").allowed for _ in range(3)] == [True] * 3
        verdict = spend("flags", "user:1")
        assert not verdict.allowed
        assert verdict.seconds == 20
        assert verdict.retry_at - NOON < timedelta(seconds=20.01)
        assert spend("flags", "user:2").allowed
    with time_machine.travel(verdict.retry_at, tick=False):
        assert spend("flags", "user:1").allowed
        assert not spend("flags", "user:1").allowed


def test_a_dear_thing_costs_more_and_never_more_than_a_bucket():
    assert spend("flags", "user:1", cost=3).allowed
    assert not spend("flags", "user:1").allowed
    with pytest.raises(ValueError, match="holds 3 tokens"):
        spend("flags", "user:1", cost=4)
    with pytest.raises(KeyError):
        spend("unheard-of", "user:1")


@pytest.mark.parametrize(("factor", "passed"), [(0, 20), (1, 3), (4, 12)])
def test_the_operator_widens_all_limits_or_switches_them_off(settings, factor, passed):
    settings.LIMITS_FACTOR = factor
    with time_machine.travel(NOON, tick=False):
        assert sum(spend("flags", "user:1").allowed for _ in range(20)) == passed


def request_from(address="203.0.113.7", *, user=None, **more):
    request = RequestFactory().get("/", REMOTE_ADDR=address, **more)
    request.user = user or AnonymousUser()
    if user:
        request.COOKIES["session"] = "some"
    return request


def test_members_are_counted_by_account_and_visitors_by_address():
    member = UserFactory()
    assert who_of(request_from(user=member)) == f"user:{member.pk}"
    assert who_of(request_from()) == "address:203.0.113.7"
    assert who_of(request_from("::ffff:203.0.113.7")) == "address:203.0.113.7"
    assert who_of(request_from("2001:db8:1:2:aaaa::1")) == who_of(request_from("2001:db8:1:2:bbbb::2"))
    assert who_of(request_from("2001:db8:1:3::1")) != who_of(request_from("2001:db8:1:2::1"))
    assert who_of(request_from("")) == "address:unknown"


def test_only_the_address_that_the_proxy_wrote_is_believed(settings):
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9"}
    assert who_of(request_from("127.0.0.1", **forged)) == "address:127.0.0.1"
    settings.BEHIND_PROXY = True
    assert who_of(request_from("127.0.0.1", **forged)) == "address:203.0.113.9"


def test_no_address_and_no_account_is_kept_and_nothing_once_the_bucket_is_full():
    with time_machine.travel(NOON, tick=False):
        spend("flags", "address:203.0.113.7")
        spend("flags", "user:77")
        assert not [row.key for row in Bucket.objects.all() if "203.0.113" in row.key or row.key == "77"]
        prune_buckets()
        assert Bucket.objects.count() == 2
    with time_machine.travel(NOON + timedelta(seconds=21), tick=False):
        prune_buckets()
    assert not Bucket.objects.exists()


class Words(forms.Form):
    words = forms.CharField()


def test_a_form_says_when_to_come_back_and_keeps_what_was_typed():
    with time_machine.travel(NOON, tick=False):
        form = Words({"words": "Residence time"})
        assert [form.is_valid() and allows(form, "flags", "user:1") for _ in range(3)] == [True] * 3
        assert not allows(form, "flags", "user:1")
    (said,) = form.non_field_errors()
    assert "Send it again at 12:00:20 UTC (in 20 seconds): what you typed is still here." in said
    assert form["words"].value() == "Residence time"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "at 12:00:01 UTC (in 1 second)"),
        (121, "at 12:02:01 UTC (in 3 minutes)"),
        (3 * 3600, "at 15:00:00 UTC (in 3 hours)"),
        (13 * 3600, "at 2026-03-02 01:00 UTC (in 13 hours)"),
    ],
)
def test_the_moment_is_said_in_words(seconds, said):
    with time_machine.travel(NOON, tick=False):
        assert limits.come_back(limits.Verdict(allowed=False, retry_at=NOON + timedelta(seconds=seconds))) == said


def test_the_moment_is_said_in_the_readers_time_zone():
    with time_machine.travel(NOON, tick=False), timezone.override("America/New_York"):
        assert limits.come_back(limits.Verdict(allowed=False, retry_at=NOON)).startswith("at 07:00:00 EST")


def answer_ok(request):
    return HttpResponse("ok")


def test_a_page_answers_429_and_says_when():
    view = limited("flags")(answer_ok)
    with time_machine.travel(NOON, tick=False):
        assert [view(request_from()).status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = view(request_from())
    assert answer["Retry-After"] == "20"
    assert answer["Cache-Control"] == "no-store"
    assert "Come back at 12:00:20 UTC (in 20 seconds)" in answer.content.decode()
    assert view(request_from("203.0.113.8")).status_code == 200


def test_only_what_counts_is_counted():
    view = limited("flags", when=lambda request: "file" in request.GET)(answer_ok)
    assert [view(request_from()).status_code for _ in range(5)] == [200] * 5
    assert [view(request_from(QUERY_STRING="file=1")).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_reference_says_what_the_table_says():
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
    units = {"minute": 60, "minutes": 60, "hour": 3600, "day": 86_400}
    rows = re.findall(r"^\| ([\w-]+) \| (\d+) \| (\d+) (\w+) \|", page, re.MULTILINE)
    said = {name: (int(tokens), int(number) * units[unit]) for name, tokens, number, unit in rows}
    assert said == {name: (limit.tokens, limit.seconds) for name, limit in SHIPPED.items()}
