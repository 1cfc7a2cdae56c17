"""The smallest true accounts and organisations; traits and roles for the rest."""

from collections.abc import Sequence
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone
from factory import Faker, LazyAttribute, LazyFunction, SubFactory, Trait, post_generation
from factory import Sequence as Counter
from factory.django import DjangoModelFactory

from cmkc.accounts.models import Organisation, OrganisationGrant, User

PASSWORD = "residence time distribution"
"""The password of accounts made with `UserFactory(sign_in=True)`."""


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = Counter(lambda number: f"Tablet Works {number}")
    slug = Counter(lambda number: f"tablet-works-{number}")


class GrantFactory(DjangoModelFactory):
    """A training manager of an organisation, who is a verified member of it; `role="inspector"` for the other one."""

    class Meta:
        model = OrganisationGrant

    organisation = SubFactory(OrganisationFactory, confirmed=True)
    user = LazyAttribute(lambda made: UserFactory(verified_for=made.organisation))
    role = "training-manager"
    granted_by = SubFactory("tests.accounts.factories.UserFactory")
    until = LazyFunction(lambda: timezone.now() + timedelta(days=100))


class UserFactory(DjangoModelFactory):
    """A member without a password (use `client.force_login`); `regulator=True` has that sector verified.

    `sign_in=True` gives PASSWORD and a verified address; `roles=[roles.MODERATOR]` adds the role's group.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = Trait(is_superuser=True)
        with_organisation = Trait(organisation=SubFactory(OrganisationFactory), affiliation=Faker("job"))
        regulator = Trait(
            organisation=SubFactory(OrganisationFactory),
            sector="regulator",
            sector_verified_until=LazyFunction(lambda: timezone.now() + timedelta(days=300)),
        )

    @post_generation
    def verified_for(self: User, create: bool, wanted: Organisation | None, **_: object) -> None:
        """Verify the account as somebody of this organisation."""
        if create and wanted:
            self.organisation, self.sector = wanted, "industry"
            self.sector_verified_until = timezone.now() + timedelta(days=300)
            self.save()

    name = Counter(lambda number: f"Member {number}")
    password = "!"  # unusable, as of somebody who has not set one yet
    email = LazyAttribute(lambda made: f"{made.name.lower().replace(' ', '.')}@example.org")

    @post_generation
    def sign_in(self: User, create: bool, wanted: bool, **_: object) -> None:
        """Give a password and a verified address, as after sign-up."""
        if create and wanted:
            self.set_password(PASSWORD)
            self.save(update_fields=["password"])
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @post_generation
    def roles(self: User, create: bool, names: Sequence[str] | None, **_: object) -> None:
        """Add the groups of these roles, which `sync_roles` made after the migrations."""
        if create and names:
            self.groups.add(*(Group.objects.get(name=name) for name in names))
