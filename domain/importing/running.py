"""From rows to signals: through the same verb as any signal, in parts, each part whole or not at all."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session

from domain import detection, notices, process
from domain.actor import Actor
from domain.detection import CheckedSignal
from domain.errors import DomainError, Invalid, NotAllowed, Problem
from domain.importing.checking import Checker, Reading, as_stored, check_part, left_out
from domain.importing.columns import said

PART: Final = 50
"""Signals in one statement and one transaction: a worker that is killed loses the work of a second, and no row."""

_NEXT: Final = text("""
select r.place, r.cells, r.corrected, r.digest, i.mapping from import_rows r join imports i on i.id = r.import_id
 where r.import_id = :import and r.status = 'good' order by r.place limit :most for update of r
""")
# What the row said goes in the same statement: from here on the signal says it.
_DONE: Final = text("""
update import_rows r set status = 'imported', signal_id = f.signal_id, cells = '[]', corrected = '{}', reference = ''
  from jsonb_to_recordset(cast(:done as jsonb)) f(place int, signal_id uuid)
 where r.import_id = :import and r.place = f.place
""")
_KNOWN: Final = text("""
insert into imported_signals (signal_id, organisation_id, digest)
select f.signal_id, :organisation, decode(f.digest, 'hex')
  from jsonb_to_recordset(cast(:done as jsonb)) f(signal_id uuid, digest text)
""")
_WRONG: Final = text("""
update import_rows r set status = 'wrong', problems = f.problems
  from jsonb_to_recordset(cast(:wrong as jsonb)) f(place int, problems jsonb)
 where r.import_id = :import and r.place = f.place
""")
# Finished: nothing left, or back to what is still to be corrected.
_ARRIVED: Final = text("""
update imports set stage = case when stage = 'checking' or exists (
         select from import_rows r where r.import_id = imports.id and r.status <> 'imported') then 'checked' else 'done' end
 where id = :import
""")


def due(session: Session) -> list[tuple[UUID, UUID]]:
    """Which imports there is something to do for, and as whom; for the worker."""
    found = session.execute(text("select import_id, actor_id from imports_due()"))
    return [(one.import_id, one.actor_id) for one in found]


def forget_expired(session: Session) -> int:
    """What nobody came back to in time, and what belongs to nobody any more; for the worker."""
    gone: int = session.execute(text("select forget_imports()")).scalar_one()
    return gone


def go_on(session: Session, actor: Actor, import_id: UUID, read: Reading, *, watched: bool = False) -> bool:
    """Do the next part of what there is to do; whether there was any. The caller commits each part.

    When it is over its person is told, unless they are waiting for it.
    """
    stage = session.execute(
        text("select stage from imports where id = :import and stopped is null for update"),
        {"import": import_id},
    ).scalar_one_or_none()
    if stage not in ("checking", "running"):
        return False
    # Who may not submit any more may not read the rows either: that there are none to see is no end.
    detection.require_reporter(actor)
    part = check_part if stage == "checking" else _run_part
    more = part(session, actor, import_id, read)
    if not more:
        session.execute(_ARRIVED, {"import": import_id})
        if not watched:
            notices.tell_own(session, actor, stage, import_id)
    return bool(more)


def stop(session: Session, import_id: UUID, code: str) -> None:
    """Stand still until its person comes back, and say why."""
    session.execute(
        text("update imports set stopped = :code where id = :import"), {"import": import_id, "code": code}
    )


def _run_part(session: Session, actor: Actor, import_id: UUID, read: Reading) -> int:
    found = session.execute(_NEXT, {"import": import_id, "most": PART}).all()
    if not found:
        return 0
    # What became a signal since the row was checked, in another file or by another way, is no second signal: two files of
    # one organisation are never at it at the same moment, or neither would see what the other makes.
    process.alone(session, f"import {actor.organisation_id}")
    doubles = left_out(session, actor, import_id, [one.place for one in found])
    results = _submitted(
        session, actor, Checker.now(session, read), [one for one in found if one.place not in doubles]
    )
    done = [
        {"place": row.place, "signal_id": str(made), "digest": bytes(row.digest).hex()}
        for row, made in results
        if isinstance(made, UUID)
    ]
    wrong = [
        {"place": row.place, "problems": as_stored(made)}
        for row, made in results
        if not isinstance(made, UUID)
    ]
    asked: dict[str, Any] = {
        "import": import_id,
        "organisation": actor.organisation_id,
        "done": json.dumps(done),
    }
    session.execute(_DONE, asked)
    session.execute(_KNOWN, asked)
    if wrong:
        session.execute(_WRONG, {"import": import_id, "wrong": json.dumps(wrong)})
    return len(found)


def _submitted(
    session: Session, actor: Actor, checker: Checker, rows: Sequence[Any]
) -> list[tuple[Any, UUID | list[Problem]]]:
    """Each row with its signal, or with why there is none: a list can have changed since it was checked."""
    read = [(row, *checker.signal(said(row.mapping, row.cells, row.corrected))) for row in rows]
    right = [(row, signal) for row, signal, _ in read if signal is not None]
    refused: list[tuple[Any, UUID | list[Problem]]] = [
        (row, problems) for row, signal, problems in read if signal is None
    ]
    made = _made(session, actor, [signal for _, signal in right])
    return [*refused, *((row, one) for (row, _), one in zip(right, made, strict=True))]


def _made(session: Session, actor: Actor, signals: Sequence[CheckedSignal]) -> list[UUID | list[Problem]]:
    """What the verb makes of them: all at once, and when one is refused each by itself, so that it stops no other."""
    try:
        with session.connection().begin_nested():
            return [*detection.submit_checked(session, actor, signals)]
    except NotAllowed:
        raise
    except (DomainError, IntegrityError, DataError) as refused:
        if len(signals) > 1:
            return [made for one in signals for made in _made(session, actor, [one])]
        return [_why(refused)]


def _why(refused: DomainError | IntegrityError | DataError) -> list[Problem]:
    if isinstance(refused, Invalid):
        return list(refused.problems)
    if isinstance(refused, DomainError):
        return [Problem(refused.code, "", refused.facts)]
    # What no rule of ours foresaw and the database refused.
    return [Problem("invalid-value", "")]
