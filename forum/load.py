"""Many topics and posts, for benchmarks and soak runs: the same rows for the same seed."""

import datetime
import random

from django.db import transaction
from django.utils import timezone

from forum.models import Category, Origin, Post, Topic
from search.actions import stale

TOPICS, POSTS_A_TOPIC, CATEGORIES = 500, 20, 5
"""What `scale` 1 makes: 500 topics of 20 posts, 10,000 posts."""
BATCH = 2000
SENTENCES = (
    "The diversion limit was set from a step test.",
    "We repeat the pulse test after each change of the feeder.",
    "The funnel plot shows which disturbances matter.",
    "The model is verified with every campaign.",
    "Residence time grows when the mass flow falls.",
)


@transaction.atomic
def generate(scale: int = 1, seed: int = 0) -> int:
    """Add generated categories, topics and posts; give the number of posts. About 30 µs a row, without the index."""
    chance = random.Random(seed)  # noqa: S311  (a seeded generator is wanted, nothing is secret)
    topics = _topics(_categories(), scale)
    count = 0
    for first in range(0, len(topics), BATCH // POSTS_A_TOPIC):
        posts = [_post(topic, number, chance) for topic in topics[first : first + BATCH // POSTS_A_TOPIC]
                 for number in range(1, POSTS_A_TOPIC + 1)]  # fmt: skip
        Post.objects.bulk_create(posts)
        count += len(posts)
        stale(*topics[first : first + BATCH // POSTS_A_TOPIC])
    return count


def _categories() -> list[Category]:
    """Make the categories, or find them from a run before."""
    slugs = [f"generated-{number}" for number in range(CATEGORIES)]
    there = set(Category.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for slug in slugs:
        if slug not in there:
            Category.add_root(slug=slug, title=slug.capitalize())
    return list(Category.objects.filter(slug__in=slugs))


def _topics(categories: list[Category], scale: int) -> list[Topic]:
    """Make the topics; each is a minute younger than the one before."""
    start = timezone.now() - datetime.timedelta(minutes=TOPICS * scale)
    return Topic.objects.bulk_create(
        [
            Topic(
                category=categories[number % len(categories)], title=f"Generated topic {number}", confidence="found",
                slug=f"generated-topic-{number}", next_number=POSTS_A_TOPIC + 1, reply_count=POSTS_A_TOPIC - 1,
                last_post_at=start + datetime.timedelta(minutes=number), source_title="Generated",
            )
            for number in range(TOPICS * scale)
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _post(topic: Topic, number: int, chance: random.Random) -> Post:
    """Make one post of a few sentences."""
    text = " ".join(chance.choices(SENTENCES, k=chance.randint(1, 6)))
    return Post(
        topic=topic, number=number, origin=Origin.LOAD, source=text, text=text, html=f"<p>{text}</p>", name="Generated"
    )
