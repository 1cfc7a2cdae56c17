"""Facts of the regulatory comparison; each part stands in its own module and is named here for Django."""

from cmkc.regulatory.models.changes import Change
from cmkc.regulatory.models.instruments import Clause, Instrument, InstrumentVersion
from cmkc.regulatory.models.jurisdictions import RESERVED_CODES, Authority, Jurisdiction
from cmkc.regulatory.models.statements import Evidence, SearchRecord, Statement, Verification
from cmkc.regulatory.models.topics import Topic, TopicGroup

__all__ = [
    "RESERVED_CODES",
    "Authority",
    "Change",
    "Clause",
    "Evidence",
    "Instrument",
    "InstrumentVersion",
    "Jurisdiction",
    "SearchRecord",
    "Statement",
    "Topic",
    "TopicGroup",
    "Verification",
]
