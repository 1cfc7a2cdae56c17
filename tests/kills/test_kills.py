"""Web server and workers of a real service, killed at random points while people write through the public door."""

import os
import secrets
import time
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from cmkc.notices.models import Delivery
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.bookings import things
from tests.bookings.factories import OfferFactory
from tests.glossary.factories import TermFactory
from tests.kills.invariants import (
    assert_effects_once,
    assert_nothing_half_done,
    assert_nothing_lost_or_doubled,
    mails_by_delivery,
    settle,
)
from tests.kills.people import People
from tests.kills.programs import Service
from tests.moderation.factories import moderator
from tests.proofs import full_size, record

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 200
MOST = 10_000
LEASE = "3"
ROOT = Path(__file__).resolve().parents[2]


def _world() -> dict[str, list[str]]:
    """Make what is written about: people to flag, terms to follow, dates to book."""
    works = OrganisationFactory(confirmed=True)
    listed = [UserFactory(verified_for=works, listed=True) for _ in range(12 + full_size(POINTS) * 3)]
    return {
        "people": [str(one.pk) for one in listed],
        "terms": [TermFactory().slug for _ in range(6)],
        "offers": [str(OfferFactory(capacity=2).pk) for _ in range(4)],
    }


@pytest.fixture
def service(transactional_db, monkeypatch, tmp_path, settings):
    """The service, on this test's database; it is dead before the database is emptied."""
    told = {
        "CMKC_TEST_SETTINGS": os.environ["DJANGO_SETTINGS_MODULE"],
        "CMKC_WORKER_DB": str(connection.settings_dict["NAME"]),
        "CMKC_WORKER_LEASE": LEASE,
        "CMKC_KILLS_MAIL": str(tmp_path / "mail"),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.kills.settings",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": str(tmp_path / "var"),
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    made = Service()
    try:
        yield made
    finally:
        made.stop()


def _killing(service: Service, people: People, chance: Random, points: int) -> None:
    """Let people write while programs are killed, each of them once before any twice; then decide on what is left."""
    victims = [*service.programs]
    service.start()
    people.start()
    people.wait_until_each_kind_was_written()
    for point in range(points):
        time.sleep(chance.uniform(0.2, 2.0))
        service.kill(victims[point] if point < len(victims) else chance.choice(victims))
        service.wait_until_it_answers()
    time.sleep(1)
    people.stop()
    while people.one_write("decide", "last"):
        assert len(people.written["decide"].tried) < MOST


def _assert_mailed_once(folder: Path, service: Service) -> dict[str, int]:
    """Each mail went out; one went twice at most for each time that the mail worker was killed between two steps."""
    mails = mails_by_delivery(folder)
    repeated = sum(mails.values()) - len(mails)
    assert len(mails) == Delivery.objects.count() > 0
    assert repeated <= service.kills["The mail worker"], "mail was repeated outside of its window"
    return {"mails": len(mails), "mails_repeated": repeated}


@pytest.mark.proof
def test_killed_at_random_points_it_loses_nothing_acknowledged_and_does_nothing_twice(service, tmp_path):
    seed, points = int(os.environ.get("CMKC_KILLS_SEED") or secrets.randbelow(2**32)), full_size(POINTS)
    print(f"CMKC_KILLS_SEED={seed}")  # noqa: T201  (pytest shows it when the test fails)
    began = time.monotonic()
    with things.registered():
        people = People(service.url, [UserFactory() for _ in range(5)], moderator(), _world(), seed)
        _killing(service, people, Random(seed), points)
        quiet = settle()
        assert_nothing_lost_or_doubled(people)
        assert_nothing_half_done()
        assert_effects_once()
        mails = _assert_mailed_once(tmp_path / "mail", service)
    acknowledged = {kind: len(one.acknowledged) for kind, one in people.written.items()}
    print(service.kills, acknowledged, mails, quiet)  # noqa: T201
    record(
        f"service-kills-{connection.vendor}",
        seed=seed,
        kills=service.kills,
        acknowledged=acknowledged,
        unanswered={kind: len(one.tried) - len(one.acknowledged) for kind, one in people.written.items()},
        quiet_again_after=round(quiet, 1),
        seconds=round(time.monotonic() - began),
        **mails,
    )
