"""Addresses of the glossary."""

from django.urls import path

from cmkc.glossary import proposal_views, views

app_name = "glossary"
urlpatterns = [
    path("", views.terms, name="list"),
    path("suggest/", proposal_views.suggest_term, name="suggest"),
    path("proposals/<int:pk>/", proposal_views.proposal, name="proposal"),
    path("<slug:slug>/suggest/", proposal_views.suggest_correction, name="correct"),
    path("<slug:slug>/", views.term, name="term"),
    path("<slug:slug>/term.jsonld", views.term_data, name="term_data"),
]
