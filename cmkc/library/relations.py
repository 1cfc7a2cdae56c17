"""How works are related, in DataCite's words, and the inverse of each word."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

INVERSE: dict[str, str] = {
    "Cites": "IsCitedBy",
    "References": "IsReferencedBy",
    "IsSupplementTo": "IsSupplementedBy",
    "Continues": "IsContinuedBy",
    "IsNewVersionOf": "IsPreviousVersionOf",
    "IsPartOf": "HasPart",
    "Documents": "IsDocumentedBy",
    "IsVariantFormOf": "IsOriginalFormOf",
    "IsIdenticalTo": "IsIdenticalTo",
    "Reviews": "IsReviewedBy",
    "IsDerivedFrom": "IsSourceOf",
    "Requires": "IsRequiredBy",
    "Obsoletes": "IsObsoletedBy",
    "IsTranslationOf": "HasTranslation",
}
INVERSE |= {inverse: name for name, inverse in INVERSE.items()}
"""A relation is written once, on one work; the other one shows it by this table, so the two cannot disagree."""

LABELS = {
    "Cites": _("Cites"),
    "IsCitedBy": _("Is cited by"),
    "References": _("Refers to"),
    "IsReferencedBy": _("Is referred to by"),
    "IsSupplementTo": _("Supplements"),
    "IsSupplementedBy": _("Is supplemented by"),
    "Continues": _("Continues"),
    "IsContinuedBy": _("Is continued by"),
    "IsNewVersionOf": _("Is a new version of"),
    "IsPreviousVersionOf": _("Is an earlier version of"),
    "IsPartOf": _("Is part of"),
    "HasPart": _("Has as a part"),
    "Documents": pgettext_lazy("relation", "Documents"),
    "IsDocumentedBy": _("Is documented by"),
    "IsVariantFormOf": _("Is another form of"),
    "IsOriginalFormOf": _("Is the original form of"),
    "IsIdenticalTo": _("Is identical to"),
    "Reviews": _("Reviews"),
    "IsReviewedBy": _("Is reviewed by"),
    "IsDerivedFrom": _("Is derived from"),
    "IsSourceOf": _("Is a source of"),
    "Requires": _("Requires"),
    "IsRequiredBy": _("Is required by"),
    "Obsoletes": _("Replaces"),
    "IsObsoletedBy": _("Is replaced by"),
    "IsTranslationOf": _("Is a translation of"),
    "HasTranslation": _("Has a translation"),
}
CHOICES = list(LABELS.items())
