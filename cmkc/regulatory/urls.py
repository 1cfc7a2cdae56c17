"""Addresses of the comparison; the words before the last three are refused as codes of jurisdictions."""

from django.urls import path

from cmkc.regulatory.views import cells, changes, instruments, table

app_name = "regulatory"
urlpatterns = [
    path("", table.table, name="table"),
    path("compare/", table.compare, name="compare"),
    path("changes/", changes.changes, name="changes"),
    path("topics/<slug:slug>/", cells.topic, name="topic"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/<slug:code>/", instruments.instrument, name="instrument"),
    path("<slug:code>/", cells.jurisdiction, name="jurisdiction"),
    path("<slug:code>/<slug:slug>/", cells.cell, name="cell"),
    path("<slug:code>/<slug:slug>/@<str:as_of>~<str:known_at>", cells.cell_at, name="cell_at"),
]
