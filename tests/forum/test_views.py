import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.core import audiences
from tests.accounts.factories import UserFactory
from tests.forum.factories import make_category, make_topic
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db


def test_an_editorial_prompt_is_shown_as_such_and_never_as_a_members_post(client):
    page = client.get(make_topic().get_absolute_url())
    assertContains(page, "Editorial prompt")
    assertContains(page, "Editorial team")


def test_a_prompt_that_nobody_checked_says_so(client):
    assertContains(client.get(make_topic(confidence="general").get_absolute_url()), "not yet checked")


def test_a_hidden_topic_shows_to_its_author_alone(client):
    author = UserFactory()
    topic = make_topic(author=author, hidden=True)
    assert client.get(topic.get_absolute_url()).status_code == 404
    assertNotContains(client.get(topic.category.get_absolute_url()), topic.title)
    client.force_login(author)
    assertContains(client.get(topic.get_absolute_url()), topic.title)


def test_a_category_of_a_group_is_there_for_the_group_alone(client):
    group = Group.objects.create(name="Working group")
    topic = make_topic(category=make_category(audience=audiences.group(group.pk)))
    insider, outsider = UserFactory(), UserFactory()
    insider.groups.add(group)
    for user, status in ((None, 404), (outsider, 404), (insider, 200)):
        if user:
            client.force_login(user)
        assert client.get(topic.get_absolute_url()).status_code == status
        assert client.get(topic.category.get_absolute_url()).status_code == status
        shown = topic.title in client.get(reverse("forum:index")).content.decode()
        assert shown == (status == 200)


def test_a_wrong_slug_leads_to_the_right_address(client):
    topic = make_topic()
    assertRedirects(client.get(f"/forum/t/{topic.pk}/old-title/"), topic.get_absolute_url(), status_code=301)


def test_a_posts_link_stays_right_when_others_are_hidden(client):
    topic = make_topic(posts=45)
    topic.posts.filter(number__lt=30).update(state="hidden")
    link = topic.posts.get(number=41).get_absolute_url()
    assert link.endswith("?page=3#post-41")
    assertContains(client.get(link.partition("#")[0]), 'id="post-41"')


def test_a_page_past_the_end_answers_404(client):
    assert client.get(f"{make_topic().get_absolute_url()}?page=2").status_code == 404


def test_pages_cost_the_same_for_one_row_and_for_many(client):
    category = make_category()
    few = make_topic(category=category)
    addresses = [reverse("forum:index"), category.get_absolute_url()]
    before = [cold_cost(client, address) for address in addresses]
    many = make_topic(category=category, posts=60)
    for _ in range(30):
        make_topic(category=category)
    assert [cold_cost(client, address) for address in addresses] == before
    assert cold_cost(client, few.get_absolute_url()) == cold_cost(client, many.get_absolute_url()) <= 10


def test_a_members_markup_can_carry_no_script(client):
    from forum.actions import add_post

    author = UserFactory()
    topic = make_topic(author=author)
    add_post(topic, '<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror="alert(1)">', author=author)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "javascript:" not in page.split("post-2")[1].replace("javascript:alert(1)</", "")
    assert "<img src=x" not in page
