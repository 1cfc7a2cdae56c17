"""The accounts app: people, organisations, sign-in and everyone's own data."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Imports the receivers once."""

    name = "cmkc.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.accounts import receivers  # noqa: F401  (imported for what it connects)
