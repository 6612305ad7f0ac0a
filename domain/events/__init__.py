"""What was done: the only writer of events, and the only one that hands them on.

A use case calls `record()` in its own transaction, so nothing happens without its record and no record tells
of what did not happen. Rows carry ids, codes and numbers; text stays where it can be destroyed on time.
"""

from domain.events.outbox import (
    MAX_ATTEMPTS,
    Notice,
    Relayed,
    backoff,
    dead_letters,
    forget_delivered,
    relay,
    revive,
)
from domain.events.recording import NotForTheLog, record
from domain.events.types import EventType

__all__ = [
    "MAX_ATTEMPTS",
    "EventType",
    "NotForTheLog",
    "Notice",
    "Relayed",
    "backoff",
    "dead_letters",
    "forget_delivered",
    "record",
    "relay",
    "revive",
]
