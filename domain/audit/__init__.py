"""Both logs, chained: sealing them, reading and exporting them, and finding out whether anybody touched them."""

from domain.audit.chain import Checkpoint
from domain.audit.export import export, records, verify_database, verify_export
from domain.audit.reading import (
    CONTROLLERS,
    AskLog,
    ChainState,
    Deed,
    Look,
    chain_state,
    checkpoints,
    log_of_access,
    log_of_events,
    period,
    who_read_mine,
)
from domain.audit.sealing import LONG_MARGIN, MARGIN, checkpoint, seal
from domain.audit.verification import KINDS, Finding, Report, verify

__all__ = [
    "CONTROLLERS",
    "KINDS",
    "LONG_MARGIN",
    "MARGIN",
    "AskLog",
    "ChainState",
    "Checkpoint",
    "Deed",
    "Finding",
    "Look",
    "Report",
    "chain_state",
    "checkpoint",
    "checkpoints",
    "export",
    "log_of_access",
    "log_of_events",
    "period",
    "records",
    "seal",
    "verify",
    "verify_database",
    "verify_export",
    "who_read_mine",
]
