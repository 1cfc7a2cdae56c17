"""Tables of search: what may be found, by whom, how it is counted, and how far it has been carried to Elasticsearch."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from search import sources  # noqa: F401  (declares the registry before core discovers `searchable.py`)
from search.querysets import SearchDocumentQuerySet, SearchFacetQuerySet, SearchIndexQuerySet


class SearchDocument(models.Model):
    """One findable part of an object: projection, outbox and text of the embedded engine in one row.

    It is written in the transaction that changes the object. `version` grows by one at each change; the worker raises
    `sent_version` once Elasticsearch has that version, and `built_version` once the index `built_in`, which is or was
    being built, has it.
    A row whose object is gone stays for a day as a tombstone, without any text.
    """

    uid = models.CharField(max_length=255)
    source = models.CharField(max_length=40)
    object_pk = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    group = models.CharField(max_length=120)
    title = models.CharField(max_length=500)
    abbreviation = models.CharField(max_length=200, blank=True)
    lang = models.CharField(max_length=10, default="en")
    url = models.CharField(max_length=600)
    audience = models.CharField(max_length=500)
    boost = models.FloatField(default=1.0)
    published_at = models.DateTimeField(null=True)
    words = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField(default=1)
    sent_version = models.BigIntegerField(default=0)
    built_version = models.BigIntegerField(default=0)
    built_in = models.BigIntegerField(default=0)
    deleted = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()
    # The long texts stand last: SQLite reads a row from its front, and most queries need only what stands above.
    facets = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["uid"], name="search_document_uid"),)
        permissions = (("operate", _("may see and steer the search engine")),)
        indexes = (
            models.Index(fields=["source", "object_pk"], name="search_document_object"),
            models.Index(fields=["id"], condition=Q(version__gt=F("sent_version")), name="search_document_pending"),
            models.Index(fields=["id"], condition=Q(version__gt=F("built_version")), name="search_document_unbuilt"),
            models.Index(fields=["built_in"], name="search_document_built_in"),
            models.Index(fields=["changed_at"], condition=Q(deleted=True), name="search_document_tombstone"),
        )

    def __str__(self) -> str:
        return self.uid


class SearchFacet(models.Model):
    """One value by which a document is counted and narrowed; its kind is one of them."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facet_rows")
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=100)

    objects = SearchFacetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["document", "field", "value"], name="search_facet_once"),)
        indexes = (models.Index(fields=["field", "value", "document"], name="search_facet_value"),)

    def __str__(self) -> str:
        return f"{self.field}={self.value}"


class FacetLabel(models.Model):
    """What a reader is shown for a facet value, kept here so that a result page asks no other app."""

    field = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    label = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["field", "value"], name="search_facet_label_once"),)

    def __str__(self) -> str:
        return self.label


class SearchAudience(models.Model):
    """Which sets of audiences a principal opens: documents name their whole set, which few words tell apart."""

    names = models.CharField(max_length=500)
    principal = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["principal", "names"], name="search_audience_once"),)

    def __str__(self) -> str:
        return f"{self.principal} → {self.names}"


class SearchTerm(models.Model):
    """In how many documents a stem stands; PostgreSQL has no such number, and BM25 needs it."""

    word = models.CharField(max_length=255, primary_key=True)
    documents = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


class SearchIndex(models.Model):
    """An Elasticsearch index of ours: being built, answering, or gone."""

    class State(models.TextChoices):
        """Where in its life an index stands."""

        BUILDING = "building"
        LIVE = "live"
        GONE = "gone"

    name = models.CharField(max_length=120, unique=True)
    mapping_hash = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = SearchIndexQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["state"], condition=~Q(state="gone"), name="search_index_one_of_each_living_state"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SearchState(models.Model):
    """A number or report about search as a whole, by name: the statistics of PostgreSQL, the last audit."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
