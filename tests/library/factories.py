"""The smallest true publication, with an author unless told otherwise, and its parts."""

import builtins
from collections.abc import Iterable

from factory import Sequence, SubFactory, post_generation
from factory.django import DjangoModelFactory

from cmkc.library.actions import settle_family
from cmkc.library.models import Creator, Family, Identifier, Publication, Relation
from cmkc.library.models.families import new_family


class PublicationFactory(DjangoModelFactory):
    """A published journal article.

    `creators=["Gao", "Muzzio"]` names its authors; `doi=` and `subjects=[…]` add what they say; `key=` is the id in the
    content files.
    """

    class Meta:
        model = Publication
        skip_postgeneration_save = True

    type = "journal-article"
    title = Sequence(lambda number: f"Residence times, part {number}")
    abstract = "What was done and found."
    issued = "2020-05"
    container_title = "Journal of Powders"
    source_title = "Where the record was found"
    source_body = "Somebody"
    confidence = "found"

    @classmethod
    def _create(cls, model_class: "builtins.type[Publication]", *args: object, **fields: object) -> Publication:
        if key := fields.pop("key", None):
            fields["family"] = new_family(str(key))
        return super()._create(model_class, *args, **fields)

    @post_generation
    def creators(self: Publication, create: bool, names: Iterable[str] | None, **_: object) -> None:
        if create:
            for place, name in enumerate(["Gao"] if names is None else names):
                CreatorFactory(publication=self, family=name, sort_order=place)

    @post_generation
    def doi(self: Publication, create: bool, value: str | None, **_: object) -> None:
        if create and value:
            IdentifierFactory(publication=self, value=value)

    @post_generation
    def subjects(self: Publication, create: bool, subjects: Iterable[object] | None, **_: object) -> None:
        if create and subjects:
            Publication.objects.get(pk=self.pk).subjects.through.objects.bulk_create(
                Publication.subjects.through(publication_id=self.pk, subject_id=subject.pk) for subject in subjects
            )
        if create:
            settle_family(self.family_id)


class CreatorFactory(DjangoModelFactory):
    class Meta:
        model = Creator

    publication = SubFactory(PublicationFactory)
    family = Sequence(lambda number: f"Author {number}")
    given = "Y."


class IdentifierFactory(DjangoModelFactory):
    class Meta:
        model = Identifier

    publication = SubFactory(PublicationFactory)
    scheme = "doi"
    value = Sequence(lambda number: f"10.1234/{number}")


class RelationFactory(DjangoModelFactory):
    class Meta:
        model = Relation

    publication = SubFactory(PublicationFactory)
    relation = "Cites"


def next_version(publication: Publication, **fields: object) -> Publication:
    """Publish another version of the same work."""
    family = Family.objects.get(pk=publication.family_id)
    return PublicationFactory(family=family, version=publication.version + 1, **fields)
