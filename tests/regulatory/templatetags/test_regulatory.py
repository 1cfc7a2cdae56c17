import pytest
from django.template import Context, Template
from django.utils import timezone

from tests.regulatory.factories import InstrumentVersionFactory, draft, statement

pytestmark = pytest.mark.django_db


def shown(tag):
    return Template(f"{{% load regulatory %}}{{% {tag} %}}").render(Context())


def test_the_small_form_leads_to_a_comparison_of_two_on_one_question(client, django_assert_num_queries):
    for code in ("us", "eu"):
        statement(jurisdiction=code, topic="rtrt", summary=f"Words of {code}.")
    draft(jurisdiction="jp", topic="ai")
    with django_assert_num_queries(2):
        html = shown("compare_form")
    assert 'action="/regulatory/compare/"' in html
    assert html.count('name="a"') == 2
    assert "jp" not in html
    assert 'value="ai"' not in html
    assert client.get("/regulatory/compare/?topic=rtrt&a=us&a=eu").status_code == 200


def test_the_small_form_proposes_two_different_jurisdictions():
    for code in ("us", "eu", "gb"):
        statement(jurisdiction=code, topic="rtrt")
    html = shown("compare_form")
    first, second = html.split('name="a"')[1:]
    assert first.split(" selected")[0].rsplit('value="', 1)[1] != second.split(" selected")[0].rsplit('value="', 1)[1]


def test_recent_changes_are_those_up_to_today(django_assert_max_num_queries):
    for year in range(2000, 2010):
        InstrumentVersionFactory(instrument__short=f"Act {year}", published=str(year))
    InstrumentVersionFactory(instrument__short="Act of tomorrow", published=str(timezone.now().year + 1))
    with django_assert_max_num_queries(4):
        html = shown("recent_changes 5")
    assert [year for year in range(2000, 2010) if f"Act {year}" in html] == [2005, 2006, 2007, 2008, 2009]
    assert "Act of tomorrow" not in html


def test_nothing_recorded_says_so():
    assert "No changes recorded yet." in shown("recent_changes")
