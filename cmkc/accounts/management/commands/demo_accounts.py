"""`manage.py demo_accounts`: make the demo's accounts once, and print how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Makes one account for each role and prints addresses and passwords; only in the demo."""

    help = "Makes the demo's accounts, once, and prints how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print. Raises: CommandError outside the demo."""
        from cmkc.accounts.actions.demo import make_demo_accounts
        from cmkc.accounts.actions.roles import sync_roles

        if not settings.DEMO:
            raise CommandError("This site is no demo: its first administrator is made by `manage.py createsuperuser`.")
        sync_roles()
        accounts = make_demo_accounts(settings.VAR_DIR / "demo-accounts.txt")
        wide = max(len(account.email) for account in accounts)
        self.stdout.write(
            f"Demo sign-ins for {settings.SITE_URL}/accounts/login/ (some also open {settings.SITE_URL}/cms/)"
        )
        for account in accounts:
            password = "(changed since)" if account.changed else account.password
            self.stdout.write(f"  {account.label:<16} {account.email:<{wide}}  {password}")
        if not settings.SECOND_FACTOR_REQUIRED:
            self.stdout.write("The demo asks nobody for a second factor; in production these roles need one.")
