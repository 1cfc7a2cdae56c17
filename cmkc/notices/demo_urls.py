"""Addresses of the demo's outbox; they exist only where settings.DEMO is on."""

from django.urls import path

from cmkc.notices.views import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.outbox, name="list"),
    path("<int:pk>/", outbox.mail, name="mail"),
    path("<int:pk>/html/", outbox.as_html, name="html"),
]
