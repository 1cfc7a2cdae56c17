"""The notices app: who follows what, what they are told, and how it reaches them by mail."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the app."""

    name = "cmkc.notices"
    label = "notices"
    verbose_name = "Notices"
