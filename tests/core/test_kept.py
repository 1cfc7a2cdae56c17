"""A kept part is the same for every reader: by language and its arguments, and it can hold nothing else."""

import pytest
from django.template import Context, RequestContext, engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from cmkc.core.models import Subject
from cmkc.core.templatetags.kept import MOST, KeptError, KeptNode
from tests.accounts.factories import UserFactory


def template(source):
    return engines["django"].from_string("{% load kept content %}" + source)


def test_it_speaks_the_readers_language():
    page = template('{% kept %}{% translate "Sign in" %} {% url "home" %}{% endkept %}')
    english = page.render()
    with override("es"):
        spanish = page.render()
    assert english == "Sign in /"
    assert spanish == "Iniciar sesión /es/"
    assert (page.render(), english) == (english, english)


def test_its_arguments_tell_its_texts_apart_and_are_escaped():
    page = template("{% kept theme=theme %}[{{ theme }}]{% endkept %}")
    assert [page.render({"theme": theme}) for theme in ("dark", "light", "dark")] == ["[dark]", "[light]", "[dark]"]
    assert page.render({"theme": SafeString("<b>")}) == page.render({"theme": "<b>"}) == "[&lt;b&gt;]"


@pytest.mark.parametrize(
    "body",
    [
        "{{ user }}",
        "{% if user.is_authenticated %}x{% endif %}",
        "{% for one in many %}{{ one }}{% endfor %}",
        "{% csrf_token %}",
        '{% include "components/_theme_switch.html" %}',
        '{% include "components/_page_head.html" with title=title only %}',
        '{% cited_by "glossary" "rtd" as found %}',
    ],
)
def test_what_was_not_given_to_it_stops_the_page(body):
    request = RequestFactory().get("/")
    with pytest.raises(KeptError):
        template("{% kept section=1 %}" + body + "{% endkept %}").render({"user": "x", "title": "x"}, request)


def test_an_included_template_may_leave_out_what_is_optional():
    page = template('{% kept %}{% include "components/_search_box.html" with id="x" only %}{% endkept %}')
    assert 'id="x"' in page.render()


def test_it_may_set_what_it_reads():
    page = template(
        '{% kept %}{% translate "Search" as label %}{{ label }}{% with a=1 %}{{ a }}{% endwith %}{% endkept %}'
    )
    assert page.render({"label": "reader's"}) == "Search1"


@pytest.mark.django_db
def test_a_query_stops_the_page():
    with pytest.raises(KeptError, match="database"):
        template('{% kept %}{% reference "glossary" "rtd" %}{% endkept %}').render()


@pytest.mark.django_db
@pytest.mark.parametrize("given", [Subject(title="x"), ["x"], {"x": 1}])
def test_an_argument_is_text_or_a_number(given):
    with pytest.raises(KeptError, match="section"):
        template("{% kept section=section %}{% endkept %}").render({"section": given})


def test_its_memory_is_bounded():
    page = template("{% kept number=number %}{{ number }}{% endkept %}").template
    (node,) = page.nodelist.get_nodes_by_type(KeptNode)
    for number in range(3 * MOST):
        assert page.render(Context({"number": number})) == str(number)
        assert len(node._texts) <= MOST


def test_while_debugging_it_is_rendered_each_time():
    page = template('{% kept %}{% translate "Sign in" %}{% endkept %}').template
    (node,) = page.nodelist.get_nodes_by_type(KeptNode)
    page.engine.debug = True
    try:
        assert page.render(RequestContext(RequestFactory().get("/"))) == "Sign in"
    finally:
        page.engine.debug = False
    assert not node._texts


@pytest.mark.django_db
def test_pages_show_each_reader_their_own_frame(client):
    member = UserFactory()
    address = reverse("guides:list")

    def shown(path=address, **cookies):
        client.cookies.load(cookies)
        return client.get(path).content.decode()

    visitor = shown()
    assert visitor == shown()
    assert "Iniciar sesión" in shown("/es" + address)
    assert 'data-theme="dark"' in shown(theme="dark")
    client.force_login(member)
    inside = shown(theme="auto")
    assert reverse("accounts:me") in inside
    assert reverse("account_login") not in inside
    client.logout()
    assert shown(theme="auto") == visitor


@pytest.mark.django_db
def test_what_somebody_typed_does_not_stay_in_the_search_box(client):
    address = reverse("search:results")
    assert 'value="mine"' in client.get(address, {"q": "mine"}).content.decode()
    assert "mine" not in client.get(address).content.decode()
