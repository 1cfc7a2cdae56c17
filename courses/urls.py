"""Addresses of courses."""

from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("", views.courses, name="list"),
    path("<slug:slug>/", views.course, name="course"),
    path("<slug:slug>/<slug:lesson>/", views.lesson, name="lesson"),
    path("<slug:slug>/<slug:lesson>/read/", views.read, name="read"),
]
