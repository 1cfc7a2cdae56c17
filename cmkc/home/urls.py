"""Addresses of the home page, the technologies and the pages about the site."""

from django.urls import path

from cmkc.home import styleguide, views

PAGES = ("about", "privacy", "terms", "accessibility", "contact")
urlpatterns = [
    path("", views.home, name="home"),
    path("technologies/<slug:slug>/", views.technology, name="technology"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/<slug:part>/", styleguide.styleguide, name="styleguide_part"),
    *(path(f"{slug}/", views.text, {"slug": slug}, name=slug) for slug in PAGES),
]
