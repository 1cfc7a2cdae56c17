import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from cmkc.library.models import Creator, Family, Identifier, Publication, Relation
from cmkc.library.models.families import cmkc_id, new_family
from tests.library.factories import CreatorFactory, IdentifierFactory, PublicationFactory, RelationFactory, next_version


@pytest.mark.django_db
def test_ids_go_up_by_one_and_a_deleted_one_is_not_given_again():
    first, second = PublicationFactory(), PublicationFactory()
    assert second.family_id == first.family_id + 1
    assert first.cmkc_id == f"CMKC-{first.family_id:06d}"
    number = second.family_id
    second.delete()
    Family.objects.filter(number=number).delete()
    assert PublicationFactory().family_id == number + 1


@pytest.mark.django_db
def test_an_id_taken_in_a_transaction_that_fails_is_given_to_the_next():
    first = new_family()

    def fail():
        with transaction.atomic():
            new_family()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert new_family().number == first.number + 1


@pytest.mark.django_db(transaction=True)
def test_works_saved_at_the_same_moment_get_different_ids():
    together, faults = threading.Barrier(4), []

    def save_some():
        try:
            together.wait(10)
            for _ in range(5):
                Publication.objects.create(type="report", title="At once")
        except Exception as error:  # noqa: BLE001  (a thread's fault must reach the test)
            faults.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=save_some) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert faults == []
    numbers = sorted(Publication.objects.values_list("family_id", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 20))


@pytest.mark.django_db
def test_a_version_stands_once_in_its_family():
    work = PublicationFactory()
    with pytest.raises(IntegrityError):
        PublicationFactory(family=work.family, version=1)


@pytest.mark.django_db
def test_a_long_number_stays_readable():
    assert cmkc_id(7) == "CMKC-000007"
    assert cmkc_id(1234567) == "CMKC-1234567"


@pytest.mark.django_db
def test_children_are_drafted_and_published_with_the_work():
    work = PublicationFactory(creators=["Gao"])
    work = Publication.objects.get(pk=work.pk)
    work.creators = [Creator(family="Muzzio"), Creator(kind="organisation", family="USP")]
    work.identifiers = [Identifier(scheme="doi", value="10.1/2")]
    revision = work.save_revision()
    assert [creator.family for creator in Publication.objects.get(pk=work.pk).creators.all()] == ["Gao"]
    revision.publish()
    published = Publication.objects.get(pk=work.pk)
    assert [creator.family for creator in published.creators.all()] == ["Muzzio", "USP"]
    assert published.identifiers.get().value == "10.1/2"


@pytest.mark.django_db
def test_publishing_an_older_revision_leaves_the_address_to_the_newest_version():
    first = PublicationFactory(title="First")
    old = Publication.objects.get(pk=first.pk).save_revision()
    second = next_version(first, title="Second")
    old.publish()
    assert Family.objects.get(pk=first.family_id).current_id == second.pk


@pytest.mark.django_db
def test_a_doi_is_cleaned_and_checked():
    identifier = IdentifierFactory.build(publication=PublicationFactory(), value=" https://doi.org/10.1234/x ")
    identifier.clean()
    assert (identifier.value, identifier.url) == ("10.1234/x", "https://doi.org/10.1234/x")
    identifier.value = "11.1/x"
    with pytest.raises(ValidationError):
        identifier.clean()


@pytest.mark.django_db
def test_a_relation_leads_to_exactly_one_thing():
    work = PublicationFactory()
    for wrong in ({}, {"target": work.family, "doi": "10.1234/2"}, {"doi": "nonsense"}):
        with pytest.raises(ValidationError):
            Relation(publication=work, relation="Cites", **wrong).clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(publication=work, relation="Cites")


@pytest.mark.django_db
def test_a_work_that_another_one_names_is_not_deleted_from_under_it():
    relation = RelationFactory(target=PublicationFactory().family)
    with pytest.raises(ProtectedError):
        relation.target.delete()


@pytest.mark.django_db
def test_creators_check_what_identifies_them():
    good = CreatorFactory.build(orcid="0000-0002-1825-0097", ror="05dxps055")
    good.clean_fields(exclude=["publication"])
    for wrong in ({"orcid": "0000-0002-1825-0098"}, {"ror": "https://ror"}):
        with pytest.raises(ValidationError):
            CreatorFactory.build(**wrong).clean_fields(exclude=["publication"])


@pytest.mark.django_db
def test_reviewing_is_a_permission_of_its_own():
    assert ("review_publication", "Can review publications") in Publication._meta.permissions
