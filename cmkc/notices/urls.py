"""Addresses of notices."""

from django.urls import path

from cmkc.notices.views import following, leaving, listing, preview

app_name = "notices"
urlpatterns = [
    path("me/notices/", listing.notices, name="list"),
    path("me/notices/read/", listing.mark_all_read, name="read_all"),
    path("me/notices/<int:pk>/read/", listing.mark_read, name="read"),
    path("me/notices/settings/", following.mail_settings, name="settings"),
    path("me/follow/", following.follow_thing, name="follow"),
    path("mail/unsubscribe/<str:token>/", leaving.unsubscribe, name="unsubscribe"),
    path("mail/templates/", preview.templates, name="preview"),
    path("mail/templates/<str:kind>/html/", preview.as_html, name="preview_html"),
]
