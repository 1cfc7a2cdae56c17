import os
import subprocess
import sys
from pathlib import Path

import pytest

from cmkc.settings.environment import (
    Environment,
    Setting,
    SettingsError,
    cache,
    database,
    flag,
    mail,
    secret,
    site_address,
)

ROOT = Path(__file__).resolve().parents[2]


def read(reader, value, default=None):
    return Environment({"NAME": value} if value is not None else {}).get(Setting("NAME", reader, default, "what it is"))


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (flag, "perhaps"), (secret, "short"), (site_address, "cmkc.example"), (site_address, "https://a.example/path"),
        (database, "mysql://a"), (cache, "memcache://a"), (mail, "carrier-pigeon://a"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_line_that_names_the_setting(reader, value):
    with pytest.raises(SettingsError) as error:
        read(reader, value)
    assert "NAME is wrong" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_value_says_what_the_setting_is_for():
    with pytest.raises(SettingsError, match="NAME is missing: what it is"):
        read(flag, None)


def test_the_value_of_a_wrong_secret_is_not_shown():
    setting = Setting("NAME", secret, None, "what it is", secret=True)
    with pytest.raises(SettingsError) as error:
        Environment({"NAME": "hunter2"}).get(setting)
    assert "hunter2" not in str(error.value)


@pytest.mark.once
@pytest.mark.parametrize(
    ("given", "named"),
    [({}, "SECRET_KEY"), ({"SECRET_KEY": "x" * 50, "AUDIT_KEY": "y" * 50}, "SITE_URL")],
)
def test_production_stops_at_start_with_one_line(given, named, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cmkc.settings.production",
        "VAR_DIR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode != 0
    assert named in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
