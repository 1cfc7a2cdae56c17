"""Addresses of programs and approvals."""

from django.urls import path

from cmkc.programs import views

app_name = "programs"
urlpatterns = [
    path("programs/", views.programs, name="list"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/approvals.csv", views.approvals_csv, name="approvals_csv"),
    path("approvals/<slug:slug>/", views.approval, name="approval"),
]
