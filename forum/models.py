"""Facts about discussion: categories, topics, posts, and the rules that everybody accepts before the first post."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from cmkc.core.addresses import address
from cmkc.core.append_only import append_only
from cmkc.core.audiences import AudienceField
from cmkc.core.facts import Sourced
from forum.paging import page_of
from forum.querysets import CategoryManager, PostQuerySet, TopicQuerySet


class PostingRule(models.TextChoices):
    """How a post comes to be seen."""

    OPEN = "open", _("open")
    APPROVE = "approve", _("a moderator approves first")
    ANNOUNCE = "announce", _("announcements only")


class Mode(models.TextChoices):
    """Whether posts carry names."""

    ATTRIBUTED = "attributed", _("with names")
    CHATHAM = "chatham", _("Chatham House Rule")


class Category(MP_Node):
    """A room of the forum with its audience and its rules."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.TextField(_("description"), blank=True)
    audience = AudienceField()
    posting = models.CharField(_("posting"), max_length=10, choices=PostingRule.choices, default=PostingRule.OPEN)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.ATTRIBUTED)
    policy_required = models.BooleanField(_("rules must be accepted before posting"), default=True)

    node_order_by: list[str] = []
    objects = CategoryManager()

    class Meta:
        verbose_name_plural = _("categories")
        permissions = [("moderate", _("Can moderate discussion"))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the list of its topics."""
        return address("forum:category", self.slug)


class TopicState(models.TextChoices):
    """Whether a topic takes replies."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")


class Topic(Sourced):
    """A discussion; one without an author was opened by the editors."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="topics")
    content_id = models.SlugField(max_length=60, null=True, blank=True, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="topics"
    )
    hidden = models.BooleanField(_("hidden"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=TopicState.choices, default=TopicState.OPEN)
    pinned = models.BooleanField(_("pinned"), default=False)
    next_number = models.PositiveIntegerField(default=1, editable=False)
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
    last_post_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about_kind = models.CharField(max_length=20, blank=True)
    about_key = models.CharField(max_length=200, blank=True)
    subjects = models.ManyToManyField("core.Subject", blank=True, related_name="topics")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["category", "-pinned", "-last_post_at", "-id"], name="topic_listing", condition=Q(hidden=False)
            ),
            models.Index(fields=["-last_post_at", "-id"], name="topic_newest", condition=Q(hidden=False)),
            models.Index(fields=["about_kind", "about_key"], name="topic_about"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def editorial(self) -> bool:
        """Tell whether the editors opened this topic to start a discussion."""
        return self.author_id is None

    def get_absolute_url(self) -> str:
        """Give the topic's first page."""
        return address("forum:topic", self.pk, self.slug)


class PostState(models.TextChoices):
    """Who sees a post."""

    VISIBLE = "visible", _("visible")
    PENDING = "pending", _("waiting for a moderator")
    HIDDEN = "hidden", _("hidden")
    DELETED = "deleted", _("deleted")


class Origin(models.TextChoices):
    """How a post came here."""

    MEMBER = "member", _("member")
    EDITORIAL = "editorial", _("editorial prompt")
    IMPORT = "import", _("imported")
    LOAD = "load", _("load test")


class Post(models.Model):
    """One contribution to a topic; its number never changes and is never given again."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    name = models.CharField(_("name when written"), max_length=120, blank=True)
    affiliation = models.CharField(_("affiliation when written"), max_length=200, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.MEMBER)
    source = models.TextField(_("text"), max_length=20_000)
    html = models.TextField(editable=False)
    text = models.TextField(editable=False, default="")
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.VISIBLE)
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("topic", "number")
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="post_number_once")]

    def __str__(self) -> str:
        return f"#{self.number}"

    def get_absolute_url(self) -> str:
        """Give the page of the topic on which this post stands, at the post."""
        page = page_of(self.number)
        query = f"?page={page}" if page > 1 else ""
        return f"{self.topic.get_absolute_url()}{query}#post-{self.number}"


@append_only()
class DiscussionRules(Sourced):
    """One version of the rules for precompetitive discussion, as members accept them."""

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    content = models.JSONField()
    effective_from = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-version",)
        verbose_name_plural = _("discussion rules")

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
