"""What the forum keeps about a member, for taking away and erasing."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.core.caching import touch
from cmkc.core.personal_data import PersonalData, register, rows
from forum.models import Post, Topic

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _forget_names(user: "User") -> None:
    """Take the name and affiliation out of one's posts; their text stays, under the pseudonym of the account."""
    Post.objects.filter(author=user).update(name="", affiliation="")
    touch("forum")


register(
    PersonalData("forum.topics", _("topics opened"), ("forum.Topic",), rows(Topic, "author", "title", "created_at"))
)
register(
    PersonalData(
        "forum.posts",
        _("posts written"),
        ("forum.Post",),
        rows(Post, "author", "topic__title", "number", "source", "name", "affiliation", "created_at"),
        _forget_names,
    )
)
