"""Work of search that recurs."""

import logging

from cmkc.core.schedule import every
from search.auditing import audit

log = logging.getLogger(__name__)


@every("search.audit", hours=24, at="03:20")
def audit_at_night() -> None:
    """Compare everything, mend what differs, and log it: what is mended here was lost by a fault worth finding."""
    for finding in audit(repair=True):
        if not finding.clean:
            log.warning("search audit: %s", "; ".join(finding.lines()))
