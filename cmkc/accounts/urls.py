"""Addresses of accounts; signing in and what belongs to it are allauth's, under /accounts/ too."""

from django.urls import path

from cmkc.accounts.views import data, desk, keys, me, organisations, sector, work

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/work/", work.my_work, name="my_work"),
    path("me/profile/", me.profile, name="my_profile"),
    path("me/sector/", sector.my_sector, name="my_sector"),
    path("me/sector/take-back/", sector.take_back_request, name="my_sector_take_back"),
    path("me/security/", me.security, name="my_security"),
    path("me/security/sessions/<int:pk>/end/", me.end_session, name="my_session_end"),
    path("me/keys/", keys.keys, name="keys"),
    path("me/keys/make/", keys.make_key, name="make_key"),
    path("me/keys/<int:pk>/revoke/", keys.revoke_key, name="revoke_key"),
    path("me/data/", data.my_data, name="my_data"),
    path("me/data/export/", data.my_export, name="my_export"),
    path("me/data/erase/", data.my_erasure, name="my_erasure"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/roles/", organisations.roles, name="organisation_roles"),
    path("organisations/<slug:slug>/roles/<int:pk>/end/", organisations.end_role, name="organisation_role_end"),
    path("accounts/verification/", desk.desk, name="desk"),
    path("accounts/verification/verified/", desk.desk_verified, name="desk_verified"),
    path("accounts/verification/verified/<int:pk>/withdraw/", desk.desk_withdraw, name="desk_withdraw"),
]
