"""`manage.py sync_roles`: make the groups hold exactly what the table of roles says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Writes cmkc/roles.py into the groups; running it again changes nothing."""

    help = "Gives each role's group exactly the permissions that cmkc/roles.py names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and report. Raises: CommandError when the table names a permission that its app does not declare."""
        from cmkc.accounts.actions.roles import sync_roles
        from cmkc.core import audit

        outcome = sync_roles()
        if outcome.changed:
            audit.record("accounts.roles.synced", data={"changed": list(outcome.changed)})
        for line in outcome.changed or ["Roles: nothing to change."]:
            self.stdout.write(line)
        if outcome.waiting:
            self.stdout.write(f"Waiting for an app that is not installed: {', '.join(outcome.waiting)}")
        if outcome.unknown:
            raise CommandError(f"cmkc/roles.py names permissions that no app declares: {', '.join(outcome.unknown)}")
