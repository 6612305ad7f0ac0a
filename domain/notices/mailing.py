"""Mail: a reference and nothing else, read through the eyes of the one it goes to, at the moment it goes.

Rows wait in `mails`, as events do in the outbox: found by their state, locked, tried again ever later, and in the
end a dead letter. A crash between sending and noting that it was sent repeats one mail; its Message-ID is the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.session import Database
from domain import events
from domain.calendar import NETHERLANDS, is_working_day
from domain.events import Relayed
from domain.notices.kinds import Group, Kind
from domain.notices.reading import NoticeView, views
from domain.notices.telling import UNKNOWN_ACTOR

DIGEST_FROM: Final = time(7, 30)
"""On working days, on a Dutch clock."""

MOST: Final = 200
"""Notices in one digest; who has more unread does not read a list of them."""


@dataclass(frozen=True)
class Letter:
    """What a mail is made of: to whom, in which language, how many of what, and the numbers to quote."""

    id: UUID
    to: str
    language: str
    kind: Kind | None
    """Of the one notice it is about; empty for a digest."""
    counts: Sequence[tuple[Group, int]]
    numbers: Sequence[str]


def open_digests(database: Database, moment: datetime) -> int:
    """See to today's digests, from half past seven on working days; each person gets one a day, whoever asks."""
    here = moment.astimezone(NETHERLANDS)
    if here.time() < DIGEST_FROM or not is_working_day(here.date()):
        return 0
    with database.session_as("worker") as session, session.begin():
        made = session.execute(text("select open_digests(:day)"), {"day": here.date()}).scalar_one()
    return int(made)


def send_due(database: Database, send: Callable[[Letter], None], *, limit: int = 50) -> Relayed:
    """Send the mails that are due, each in a transaction of its own.

    `send` raises what it likes, and Undeliverable for somebody who cannot be reached at all.
    """
    results: list[str] = []
    while len(results) < limit:
        with database.session_as("worker") as session, session.begin():
            row = session.execute(_DUE).mappings().one_or_none()
            if row is None:
                break
            hand_on = partial(_send, database, row, send)
            results.append(events.settle(session, "mails", row["id"], row["attempt"], hand_on))
    return Relayed.of(results)


def forget_mails(session: Session) -> None:
    """Remove what was sent over a month ago, and notices of over half a year ago; for the worker."""
    session.execute(text("delete from mails where delivered_at < statement_timestamp() - interval '30 days'"))
    session.execute(text("delete from notices where at < statement_timestamp() - interval '180 days'"))


def drop_mails(session: Session) -> None:
    """Where no mail can be sent none waits: on the day that it can, nobody gets the news of a year."""
    session.execute(text("delete from mails where delivered_at is null and dead_at is null"))


_DUE: Final = text(
    """
    select id, person_id, notice_id, day, attempts + 1 as attempt from mails
     where delivered_at is null and dead_at is null and next_attempt_at <= clock_timestamp()
     order by next_attempt_at, id limit 1 for update skip locked
    """
)

_ABOUT: Final = text(
    f"""
    select id, kind, object_kind, object_id, at, read_at from notices
     where person_id = my_actor() and read_at is null and mailed_at is null
       and (id = :notice or cast(:notice as uuid) is null and mail = 'digest')
     order by at, id limit {MOST}
    """  # noqa: S608 - a number of our own
)


def _send(database: Database, row: Any, send: Callable[[Letter], None]) -> None:
    """Look as the one it goes to; when there is nothing left to tell, nothing is sent."""
    try:
        found = _look(database, row)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == UNKNOWN_ACTOR:
            return
        raise
    if found is None:
        return
    letter, told = found
    send(letter)
    with database.session_for(row["person_id"]) as session:
        session.execute(
            text("update notices set mailed_at = clock() where person_id = my_actor() and id = any(:told)"),
            {"told": told},
        )
        session.commit()


def _look(database: Database, row: Any) -> tuple[Letter, list[UUID]] | None:
    with database.session_for(row["person_id"]) as session:
        lines = session.execute(_ABOUT, {"notice": row["notice_id"]}).mappings().all()
        reader = session.execute(text("select email, language from actors where id = my_actor()")).one()
        shown = views(session, [dict(line) for line in lines])
        # Nothing was written; but at a rollback the driver forgets its plans, half a second of work for each mail.
        session.commit()
    if not shown or not reader.email:
        return None
    return _letter(row["id"], row["day"], reader, shown), [one.id for one in shown]


def _letter(mail_id: UUID, day: date | None, reader: Any, shown: Sequence[NoticeView]) -> Letter:
    counts = Counter(one.group for one in shown)
    return Letter(
        id=mail_id,
        to=reader.email,
        language=reader.language,
        kind=None if day else shown[0].kind,
        counts=[(group, counts[group]) for group in Group if counts[group]],
        numbers=list(dict.fromkeys(one.number for one in shown if one.number)),
    )
