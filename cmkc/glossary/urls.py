"""Addresses of the glossary."""

from django.urls import path

from cmkc.glossary import views

app_name = "glossary"
urlpatterns = [
    path("", views.terms, name="list"),
    path("<slug:slug>/", views.term, name="term"),
    path("<slug:slug>/term.jsonld", views.term_data, name="term_data"),
]
