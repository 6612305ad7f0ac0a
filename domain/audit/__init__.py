"""Both logs, chained: sealing them, exporting them, and finding out whether anybody touched them."""

from domain.audit.chain import Checkpoint
from domain.audit.export import export, records, verify_database, verify_export
from domain.audit.sealing import LONG_MARGIN, MARGIN, checkpoint, seal
from domain.audit.verification import KINDS, Finding, Report, verify

__all__ = [
    "KINDS",
    "LONG_MARGIN",
    "MARGIN",
    "Checkpoint",
    "Finding",
    "Report",
    "checkpoint",
    "export",
    "records",
    "seal",
    "verify",
    "verify_database",
    "verify_export",
]
