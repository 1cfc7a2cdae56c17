"""The counters of a topic: replies, and the number of its next post."""

from django.db.models import OuterRef

from cmkc.core.counters import Counter, highest_of, number_of, register
from forum.models import Post, Topic

OWN = Post.objects.filter(topic=OuterRef("pk"))

register(Counter("forum.replies", Topic.objects.all, "reply_count", number_of(OWN.filter(number__gt=1))))
register(Counter("forum.next_number", Topic.objects.all, "next_number", highest_of(OWN, "number") + 1, at_least=True))
