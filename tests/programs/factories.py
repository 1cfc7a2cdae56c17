"""The smallest true program and approval."""

from factory import Sequence
from factory.django import DjangoModelFactory

from cmkc.programs.models import Approval, ApprovalEvent, Program, ProgramKind


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = Program
        skip_postgeneration_save = True

    slug = Sequence(lambda number: f"program-{number}")
    name = Sequence(lambda number: f"Program {number}")
    kind = ProgramKind.REGULATORY
    region = "us"
    lead = "Authority"
    offers = "Early dialogue."
    for_industry = True
    source_title = "Where it was read"
    source_body = "Somebody"
    confidence = "found"


class ApprovalFactory(DjangoModelFactory):
    class Meta:
        model = Approval

    slug = Sequence(lambda number: f"approval-{number}")
    event = ApprovalEvent.NEW_PRODUCT
    product = Sequence(lambda number: f"Product {number}")
    substance = "substance"
    company = "Company"
    technology = "pcm"
    jurisdiction = "us"
    date = "2020"
    source_title = "Where it was read"
    source_body = "Somebody"
    confidence = "found"
