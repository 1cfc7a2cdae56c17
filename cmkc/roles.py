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
            "glossary.add_term",
            "glossary.change_term",
            "core.add_figure",
            "core.change_figure",
            "regulatory.edit_statement",
            "regulatory.publish_statement",
            "programs.add_program",
            "programs.change_program",
            "programs.add_approval",
            "programs.change_approval",
        }
    ),
    MODERATOR: frozenset({"forum.moderate"}),
    ADMINISTRATOR: frozenset(
        {
            "wagtailadmin.access_admin",
            "accounts.verify_sector",
            "accounts.change_user",
            "accounts.view_user",
            "accounts.add_organisation",
            "accounts.change_organisation",
            "core.view_auditevent",
            "search.operate",
            "forum.moderate",
        }
    ),
}
"""What each role may do. A role holds what stands here and nothing else after `sync_roles`."""
