"""Wagtail's user administration with our own views; named in INSTALLED_APPS in place of `wagtail.users`."""

from wagtail.users.apps import WagtailUsersAppConfig


class CmsUsersConfig(WagtailUsersAppConfig):
    """Accounts are known by their address, have one name, are never deleted, and roles come from a table."""

    user_viewset = "cmkc.accounts.cms_users.AccountViewSet"
    group_viewset = "cmkc.accounts.cms_users.RoleViewSet"
