"""Addresses of the forum."""

from django.urls import path

from forum import views

app_name = "forum"
urlpatterns = [
    path("", views.index, name="index"),
    path("rules/", views.rules, name="rules"),
    path("c/<slug:slug>/", views.category, name="category"),
    path("t/<int:pk>/<slug:slug>/", views.topic, name="topic"),
]
