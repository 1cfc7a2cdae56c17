import threading

import pytest
from django.db import connection

from forum.actions import add_post
from forum.models import Post, Topic
from tests.forum.factories import make_topic


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_moment_get_numbers_of_their_own():
    topic = make_topic()

    def reply():
        try:
            add_post(Topic.objects.get(pk=topic.pk), "Me too.")
        finally:
            connection.close()

    threads = [threading.Thread(target=reply) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Post.objects.filter(topic=topic).values_list("number", flat=True)) == list(range(1, 10))
    topic.refresh_from_db()
    assert (topic.reply_count, topic.next_number) == (8, 10)
