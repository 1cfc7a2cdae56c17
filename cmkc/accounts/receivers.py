"""Others' signals that accounts listens to: migrations, role grants, sign-ins and second factors."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from wagtail.log_actions import get_active_log_context
from wagtail.users.models import UserProfile

from cmkc.accounts.actions.profiles import set_desk_locale
from cmkc.accounts.actions.roles import sync_roles
from cmkc.accounts.languages import keep_language
from cmkc.accounts.models import Organisation, User
from cmkc.accounts.second_factor import forget_proof, keep_proof
from cmkc.core import audit
from cmkc.core.caching import touch

log = logging.getLogger(__name__)
GRANTS = {"post_add": "accounts.role.granted", "post_remove": "accounts.role.withdrawn"}


@receiver(post_migrate)
def give_roles_their_permissions(sender: AppConfig, **kwargs: Any) -> None:
    """Write the table of roles after the last app has made its permissions; what is missing is a line in the log."""
    models = [config for config in apps.get_app_configs() if config.models_module is not None]
    if sender is not models[-1] or kwargs["using"] != "default" or not _tables_stand(kwargs.get("apps", apps)):
        return
    outcome = sync_roles()
    if outcome.unknown:
        log.warning("No app declares these permissions that cmkc/roles.py names: %s", ", ".join(outcome.unknown))


def _tables_stand(state: Apps) -> bool:
    """Tell whether the migrations went as far as the tables that hold roles; somebody may migrate one app only."""
    needed = {("auth", "group"), ("wagtailcore", "grouppagepermission"), ("wagtailcore", "groupapprovaltask")}
    return all(name in state.all_models[label] for label, name in needed)


@receiver(m2m_changed, sender=User.groups.through)
def record_grants(
    instance: User | Group, action: str, *, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Record who got or lost which role, and by whom when it was done in the CMS; 1 insert for each."""
    if action == "pre_clear" and isinstance(instance, User):
        pk_set, verb = set(instance.groups.values_list("pk", flat=True)), GRANTS["post_remove"]
    elif action in GRANTS:
        verb = GRANTS[action]
    else:
        return
    by = get_active_log_context().user
    for key in sorted(pk_set or ()):
        user, group = (User(pk=key), instance.pk) if reverse else (instance, key)
        audit.record(verb, user, by=by, data={"group": group})


@receiver(post_save, sender=UserProfile)
def take_the_profiles_locale(instance: UserProfile, *, created: bool, **kwargs: Any) -> None:
    """Let the editors' desk speak as the profile says from the first time somebody opens it."""
    if created:
        set_desk_locale(instance.user)


@receiver(post_save, sender=Organisation)
@receiver(post_delete, sender=Organisation)
def renew_organisation_pages(instance: Organisation, **kwargs: Any) -> None:
    """Build the public pages of organisations anew; one that was only typed stands on none."""
    if instance.confirmed:
        touch("accounts")


@receiver(user_logged_in)
def take_the_readers_language(user: User, response: HttpResponse | None = None, **kwargs: Any) -> None:
    """Keep the language of the profile in the language cookie."""
    if response is not None:
        keep_language(response, user.language)


@receiver(authenticator_added)
@receiver(authenticator_used)
def remember_the_second_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Note in the session that this person proved a second factor, so that later requests ask nothing."""
    keep_proof(request, user, authenticator)


@receiver(authenticator_removed)
def ask_again_after_removal(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Forget the proof once no second factor is left."""
    forget_proof(request, user)


@receiver(authenticator_added)
def record_second_factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Record that a way to sign in was added."""
    audit.record("accounts.second_factor.added", user, by=user, data={"type": authenticator.type})


@receiver(authenticator_removed)
def record_second_factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Record that a way to sign in was removed."""
    audit.record("accounts.second_factor.removed", user, by=user, data={"type": authenticator.type})


@receiver(password_changed)
@receiver(password_reset)
def record_password(user: User, **kwargs: Any) -> None:
    """Record that the password was changed."""
    audit.record("accounts.password.changed", user, by=user)


@receiver(email_changed)
def record_address(user: User, from_email_address: EmailAddress | None, **kwargs: Any) -> None:
    """Record that the address was changed, not the first one's confirmation; the addresses stand in no event."""
    if from_email_address is not None:
        audit.record("accounts.address.changed", user, by=user)
