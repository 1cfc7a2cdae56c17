import pytest
from django.test import Client

from cmkc.core.context_processors import THEMES


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.django_db
def test_a_chosen_theme_stands_in_the_page_after_going_back_to_it(client, theme):
    page = client.post("/theme/", {"theme": theme, "next": "/accounts/login/"}, follow=True)
    assert page.redirect_chain == [("/accounts/login/", 302)]
    assert f'data-theme="{theme}"' in page.content.decode()


def test_an_unknown_theme_and_a_foreign_address_are_not_followed(client):
    answer = client.post("/theme/", {"theme": "neon", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert not answer.cookies


@pytest.mark.django_db
def test_a_form_with_an_old_token_says_what_to_do():
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert page.status_code == 403
    assert "incident" in page.content.decode().lower() or "form" in page.content.decode().lower()


def test_a_theme_is_set_by_post_only(client):
    assert client.get("/theme/").status_code == 405
