"""Which role may do what. Apps ask for permissions, never for role names; `manage.py sync_roles` writes this table."""

MEMBER = "Member"
EXPERT = "Verified expert"
INSTRUCTOR = "Instructor"
REVIEWER = "Reviewer"
EDITOR = "Editor"
MODERATOR = "Moderator"
ADMINISTRATOR = "Administrator"

PERMISSIONS: dict[str, frozenset[str]] = {
    MEMBER: frozenset(),
    EXPERT: frozenset(),
    INSTRUCTOR: frozenset(
        {
            "wagtailadmin.access_admin",
            "courses.add_coursepage",
            "courses.change_coursepage",
            "courses.add_lessonpage",
            "courses.change_lessonpage",
        }
    ),
    REVIEWER: frozenset({"library.view_publication", "library.review_publication"}),
    EDITOR: frozenset(
        {
            "wagtailadmin.access_admin",
            "library.add_publication",
            "library.change_publication",
            "library.publish_publication",
            "glossary.add_term",
            "glossary.change_term",
            "core.add_figure",
            "core.change_figure",
            "core.change_stewardship",
            "regulatory.edit_statement",
            "regulatory.publish_statement",
            "programs.add_program",
            "programs.change_program",
            "programs.add_approval",
            "programs.change_approval",
            "notices.preview_mail",
        }
    ),
    MODERATOR: frozenset({"forum.moderate", "moderation.moderate"}),
    ADMINISTRATOR: frozenset(
        {
            "wagtailadmin.access_admin",
            "accounts.verify_sector",
            "accounts.grant_organisation_roles",
            "accounts.add_user",
            "accounts.change_user",
            "accounts.view_user",
            "accounts.add_organisation",
            "accounts.change_organisation",
            "core.change_stewardship",
            "core.view_auditevent",
            "notices.preview_mail",
            "search.operate",
            "forum.moderate",
            "moderation.moderate",
        }
    ),
}
"""What each role may do. A role holds what stands here and nothing else after `sync_roles`."""

_WRITE = frozenset({"add", "change"})
_PUBLISH = _WRITE | {"publish", "lock", "unlock"}

PAGES: dict[str, dict[str, frozenset[str]]] = {
    INSTRUCTOR: {"courses.CourseIndexPage": _WRITE},
    EDITOR: {"": _PUBLISH},
    ADMINISTRATOR: {"": _PUBLISH | {"bulk_delete"}},
}
"""What each role may do with pages of the CMS: by the type of the page at the top of the branch; "" is the root."""

FILES: dict[str, frozenset[str]] = {
    INSTRUCTOR: frozenset({"wagtailimages.add_image", "wagtailimages.choose_image"}),
    EDITOR: frozenset(
        {
            "wagtailimages.add_image",
            "wagtailimages.change_image",
            "wagtailimages.choose_image",
            "wagtaildocs.add_document",
            "wagtaildocs.change_document",
            "wagtaildocs.choose_document",
        }
    ),
}
"""What each role may do with the images and documents of the CMS."""
