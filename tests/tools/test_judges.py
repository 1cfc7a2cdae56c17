"""The judges of pages: found, started, and honest about a bad page."""

import json
import subprocess

import pytest

from tools import elasticsearch, judges
from tools.processes import StartError

pytestmark = pytest.mark.once
BAD = "<!DOCTYPE html><html lang=en><title>x</title><body><img src=a.png></body></html>"


def errors(jar, page: str) -> list[str]:
    java = elasticsearch.java_home() / "bin" / "java"
    done = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", "-"],
        input=page,
        capture_output=True,
        text=True,
        check=True,
    )
    return [found["message"] for found in json.loads(done.stdout)["messages"] if found["type"] == "error"]


def test_the_nu_checker_finds_an_image_without_a_text(nu_checker):
    (error,) = errors(nu_checker, BAD)
    assert "alt" in error


@pytest.mark.browser
def test_axe_finds_an_image_without_a_text_in_a_real_browser(chromium_path, axe_script):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=judges.CHROMIUM_ARGUMENTS)
        page = browser.new_page()
        page.set_content(BAD)
        page.evaluate(axe_script.read_text())
        found = page.evaluate("axe.run().then(result => result.violations.map(rule => rule.id))")
        browser.close()
    assert "image-alt" in found


def test_without_npm_the_package_to_install_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CMKC_CACHE", str(tmp_path))
    monkeypatch.setattr(judges.shutil, "which", lambda _name: None)
    with pytest.raises(StartError, match="package `npm`"):
        judges.install()
    with pytest.raises(StartError, match="`make test` fetches it"):
        judges.axe_script()


def test_a_missing_browser_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(StartError, match="package `chromium`"):
        judges.chromium()
