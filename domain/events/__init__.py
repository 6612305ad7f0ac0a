"""What was done: the only writer of events, and the only one that hands them on.

A use case calls `record()` in its own transaction, so nothing happens without its record and no record tells
of what did not happen. Rows carry ids, codes and numbers; text stays where it can be destroyed on time.
"""

from domain.events.changing import Changer, last_changer
from domain.events.letters import (
    MAX_ATTEMPTS,
    DeadLetter,
    LetGo,
    Relayed,
    Undeliverable,
    backoff,
    count_dead_letters,
    dead_letters,
    let_go,
    settle,
    try_again,
)
from domain.events.outbox import Notice, forget_delivered, relay
from domain.events.recording import Happened, NotForTheLog, record, record_each
from domain.events.types import EventType

__all__ = [
    "MAX_ATTEMPTS",
    "Changer",
    "DeadLetter",
    "EventType",
    "Happened",
    "LetGo",
    "NotForTheLog",
    "Notice",
    "Relayed",
    "Undeliverable",
    "backoff",
    "count_dead_letters",
    "dead_letters",
    "forget_delivered",
    "last_changer",
    "let_go",
    "record",
    "record_each",
    "relay",
    "settle",
    "try_again",
]
