"""Addresses under /cms/ that stand before Wagtail's own: one door to sign in, and one's own settings."""

from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from cmkc.accounts.cms_users import OwnSettingsView

urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="wagtailadmin_login"),
    path("account/", require_admin_access(OwnSettingsView.as_view()), name="wagtailadmin_account"),
]
