"""Which language a page is in, how one gets to the other, and what says that content stays in its own."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core.languages import in_readers_language, links_in_readers_language
from tests.courses.factories import published_course
from tests.forum.factories import make_topic
from tests.glossary.factories import TermFactory
from tests.guides.factories import add_chapter, make_guide, released_guide
from tests.library.factories import PublicationFactory
from tests.regulatory.factories import statement

NOTICE = "El contenido de esta página está en inglés."


def root(page: HttpResponse) -> str:
    """The language that the page says it is in."""
    return re.search(r'<html lang="([a-z-]+)"', page.content.decode())[1]


def marked(page: HttpResponse, language: str, text: str) -> bool:
    """Tell whether an element with this language begins right before the text."""
    return bool(re.search(rf'lang="{language}"[^<>]*>\s*(?:<(?!/)[^<>]*>\s*)*{re.escape(text)}', page.content.decode()))


@pytest.fixture(autouse=True)
def _english_before_and_after():
    """A page leaves its language behind in this thread, for the test's own calls of `reverse` as well."""
    with override("en"):
        yield


@pytest.fixture
def term():
    return TermFactory(slug="rtd", term="residence time distribution", definition="How long material stays.")


@pytest.mark.django_db
def test_english_has_the_plain_address_and_spanish_its_own(client, term):
    assert root(client.get("/glossary/rtd/")) == "en"
    assert root(client.get("/es/glossary/rtd/")) == "es"
    assertContains(client.get("/es/glossary/"), "Glosario")
    assertNotContains(client.get("/glossary/"), "Glosario")
    assert client.get("/en/glossary/").status_code == 404


@pytest.mark.django_db
def test_neither_the_browser_nor_a_cookie_changes_the_language_of_an_address(client, term):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert root(client.get("/glossary/", headers={"Accept-Language": "es"})) == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert root(client.get("/es/glossary/", headers={"Accept-Language": "en"})) == "es"


@pytest.mark.django_db
def test_reading_in_a_language_keeps_no_cookie_of_it(client, term):
    client.get("/es/glossary/")
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


@pytest.mark.django_db
def test_switching_leads_to_the_same_page_with_all_that_was_asked(client, term):
    assertContains(client.get("/glossary/?q=time"), 'href="/es/glossary/?q=time"')
    assertContains(client.get("/es/glossary/rtd/?a=1&b=2"), 'href="/glossary/rtd/?a=1&amp;b=2"')


@pytest.mark.django_db
def test_search_engines_are_told_the_page_in_each_language(client, term):
    page = client.get("/es/glossary/rtd/?from=mail")
    for language, address in (("en", "/glossary/rtd/"), ("es", "/es/glossary/rtd/")):
        assertContains(page, f'<link rel="alternate" hreflang="{language}" href="{settings.SITE_URL}{address}">')
    assertContains(page, f'<link rel="canonical" href="{settings.SITE_URL}/es/glossary/rtd/">')


@pytest.mark.django_db
def test_a_page_is_kept_for_each_language_by_itself(term):
    first, again, spanish = (Client().get(f"{prefix}/glossary/rtd/") for prefix in ("", "", "/es"))
    assert first.headers["ETag"] == again.headers["ETag"] != spanish.headers["ETag"]
    assert (root(again), root(spanish)) == ("en", "es")


@pytest.mark.django_db
def test_every_link_of_a_spanish_page_stays_in_spanish(client, term):
    released_guide(), published_course(), make_topic(), PublicationFactory()
    for name in (
        "home",
        "library:list",
        "guides:list",
        "courses:list",
        "forum:index",
        "glossary:list",
        "search:results",
    ):
        with override("es"):
            address = reverse(name)
        page = client.get(address)
        links = re.findall(r'<a (?![^>]*hreflang)[^>]*?href="(/[^"]*)"', page.content.decode())
        assert [link for link in links if not link.startswith("/es/")] == [], address


@pytest.mark.django_db
def test_what_is_found_is_opened_in_the_readers_language_whoever_wrote_it(client, term):
    with override("es"):
        term.save()
    page = client.get("/es/search/?q=residence")
    assertContains(page, 'href="/es/glossary/rtd/"')
    assert marked(page, "en", "residence time distribution")


@pytest.mark.django_db
def test_the_text_of_a_release_is_frozen_in_its_own_language_whoever_publishes(client, term):
    guide = make_guide(chapters=0, slug="lines")
    add_chapter(
        guide, "One", ("heading", {"text": "First", "anchor": "first"}),
        ("text", "It has a [[glossary:rtd]]; see [the forum](/forum/rules/)."),
        ("table", {"caption": "Times", "source": "| a | b |\n|---|---|\n| 1 | 2 |"}),
    )  # fmt: skip
    from cmkc.guides.actions import publish_release

    with override("es"):
        publish_release(guide, "1.0", note="First.")
    english, spanish = client.get("/guides/lines/one/"), client.get("/es/guides/lines/one/")
    assertContains(english, 'href="/glossary/rtd/"')
    assertContains(english, 'href="/forum/rules/"')
    assertContains(spanish, 'href="/es/glossary/rtd/"')
    assertContains(spanish, 'href="/es/forum/rules/"')
    for page in (english, spanish):
        assertContains(page, "Table 1.1")


@pytest.mark.django_db
def test_content_says_in_which_language_it_is(client, term):
    release, version, topic, work = (
        released_guide(),
        published_course(),
        make_topic(),
        PublicationFactory(language="de"),
    )
    guide, course, answer = release.guide, version.course, statement()
    shown = {
        "/es/glossary/rtd/": ("en", term.definition),
        f"/es/guides/{guide.slug}/": ("en", guide.summary),
        f"/es/guides/{guide.slug}/chapter-1/": ("en", "Chapter 1"),
        f"/es/courses/{course.slug}/": ("en", course.title),
        f"/es/forum/t/{topic.pk}/{topic.slug}/": ("en", topic.title),
        f"/es/library/{work.cmkc_id}/": ("de", work.title),
        f"/es{answer.get_absolute_url()}": ("en", answer.summary),
    }
    for address, (language, text) in shown.items():
        page = client.get(address)
        assert page.status_code == 200, address
        assert marked(page, language, text), address
        assertContains(page, NOTICE)


@pytest.mark.django_db
def test_only_a_page_in_another_language_speaks_of_it(client, term):
    assertNotContains(client.get("/glossary/rtd/"), "The content of this page is in")
    assertNotContains(client.get("/es/accounts/login/"), NOTICE)


@pytest.mark.django_db
def test_an_error_page_leads_on_in_the_language_of_the_address(client):
    assertContains(client.get("/es/glossary/nothing/"), 'href="/es/search/"', status_code=404)
    assertContains(client.get("/glossary/nothing/"), 'href="/search/"', status_code=404)


def test_only_addresses_of_pages_with_languages_change():
    kept = [
        "/figures/curve.svg",
        "/static/css/site.css",
        "https://example.org/glossary/",
        "//example.org/glossary/",
        "#a",
    ]
    with override("es"):
        assert [in_readers_language(address) for address in kept] == kept
        assert in_readers_language("/glossary/rtd/?q=1#top") == "/es/glossary/rtd/?q=1#top"
    assert in_readers_language("/glossary/rtd/") == "/glossary/rtd/"


def test_links_change_and_words_that_look_like_links_do_not():
    html = (
        '<p><a class="term" href="/glossary/rtd/?a=1&amp;b=2">x</a> '
        '&lt;a href="/glossary/"&gt; <a href="//example.org/">y</a></p>'
    )
    assert links_in_readers_language(html) == html
    with override("es"):
        changed = links_in_readers_language(html)
    assert changed == html.replace('href="/glossary/rtd/', 'href="/es/glossary/rtd/')
