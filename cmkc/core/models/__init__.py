"""The tables of core; each is declared in the module of its mechanism and named here for Django."""

from cmkc.core.models.audit import AuditEvent, AuditHorizon, AuditSeal, AuditText
from cmkc.core.models.buckets import Bucket
from cmkc.core.models.editing import Check, Fault, Stewardship
from cmkc.core.models.figures import Figure, FigureDrawing
from cmkc.core.models.importing import ImportedRecord
from cmkc.core.models.references import Reference
from cmkc.core.models.schedule import ScheduledRun, TaskLease
from cmkc.core.models.snapshots import Snapshot
from cmkc.core.models.versions import AreaChange
from cmkc.core.taxonomy import Subject, SubjectKind

__all__ = [
    "AreaChange",
    "AuditEvent",
    "AuditHorizon",
    "AuditSeal",
    "AuditText",
    "Bucket",
    "Check",
    "Fault",
    "Figure",
    "FigureDrawing",
    "ImportedRecord",
    "Reference",
    "ScheduledRun",
    "Snapshot",
    "Stewardship",
    "Subject",
    "SubjectKind",
    "TaskLease",
]
