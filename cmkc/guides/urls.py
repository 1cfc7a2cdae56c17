"""Addresses of guides; a release begins with a digit, a chapter never does."""

from django.urls import path, re_path

from cmkc.guides import views

app_name = "guides"
RELEASE = r"(?P<release>\d+(?:\.\d+)*)"
SLUG = r"(?P<slug>[-\w]+)"
CHAPTER = r"(?P<chapter>[-a-zA-Z_][-\w]*)"
urlpatterns = [
    path("", views.guides, name="list"),
    re_path(rf"^{SLUG}/$", views.guide, name="guide"),
    re_path(rf"^{SLUG}/{RELEASE}/$", views.guide, name="release"),
    re_path(rf"^{SLUG}/{CHAPTER}/$", views.chapter, name="chapter"),
    re_path(rf"^{SLUG}/{RELEASE}/{CHAPTER}/$", views.chapter, name="release_chapter"),
]
