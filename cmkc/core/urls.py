"""Addresses of core."""

from django.urls import path

from cmkc.core import views

app_name = "core"
urlpatterns = [path("theme/", views.set_theme, name="theme")]
