"""Addresses of core."""

from django.urls import path

from cmkc.core import figure_files, views

app_name = "core"
urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("theme/", views.set_theme, name="theme"),
    path("figures/<slug:slug>.svg", figure_files.figure, name="figure"),
    path("figures/<slug:slug>.<slug:digest>.svg", figure_files.drawing, name="drawing"),
]
