"""From rows to signals: through the same verb as any signal, in parts, each part whole or not at all."""

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session

from domain import detection
from domain.actor import Actor
from domain.errors import DomainError, Invalid, NotAllowed, Problem
from domain.importing.checking import Checker, Reading, as_stored, check_part
from domain.importing.columns import said

PART: Final = 50
"""Signals in one transaction: a worker that is killed loses the work of a second, and no row."""

_NEXT: Final = text("""
select r.place, r.cells, r.corrected, r.digest, i.mapping from import_rows r join imports i on i.id = r.import_id
 where r.import_id = :import and r.status = 'good' order by r.place limit :most for update of r
""")
# What became a signal since the row was checked, in another file or through an earlier row of this one, is no second signal.
_MEANWHILE: Final = text("""
update import_rows r set status = 'double', double_place = d.place, double_signal_id = d.signal_id
  from (select g.place as of,
               (select min(e.place) from import_rows e
                 where e.import_id = g.import_id and e.digest = g.digest and e.place < g.place) as place,
               (select m.signal_id from imported_signals m
                 where m.organisation_id = :organisation and m.digest = g.digest limit 1) as signal_id
          from import_rows g where g.import_id = :import and g.place = any(:places) and not g.accepted) d
 where r.import_id = :import and r.place = d.of and (d.place is not null or d.signal_id is not null)
returning r.place
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


def go_on(session: Session, actor: Actor, import_id: UUID, read: Reading) -> bool:
    """Do the next part of what there is to do; whether there was any. The caller commits each part."""
    stage = session.execute(
        text("select stage from imports where id = :import and stopped is null for update"),
        {"import": import_id},
    ).scalar_one_or_none()
    if stage == "checking":
        more = check_part(session, actor, import_id, read)
    elif stage == "running":
        more = _run_part(session, actor, import_id, read)
    else:
        return False
    if not more:
        session.execute(_ARRIVED, {"import": import_id})
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
    detection.require_reporter(actor)
    checker = Checker.now(session, read)
    asked: dict[str, Any] = {"import": import_id, "organisation": actor.organisation_id}
    doubles = set(session.execute(_MEANWHILE, asked | {"places": [one.place for one in found]}).scalars())
    done, wrong = [], []
    for one in found:
        if one.place in doubles:
            continue
        made = _submitted(session, actor, checker, one)
        if isinstance(made, UUID):
            done.append({"place": one.place, "signal_id": str(made), "digest": bytes(one.digest).hex()})
        else:
            wrong.append({"place": one.place, "problems": as_stored(made)})
    asked["done"] = json.dumps(done)
    session.execute(_DONE, asked)
    session.execute(_KNOWN, asked)
    session.execute(_WRONG, {"import": import_id, "wrong": json.dumps(wrong)})
    return len(found)


def _submitted(session: Session, actor: Actor, checker: Checker, found: Any) -> UUID | list[Problem]:
    """The signal, or why there is none: a list can have changed since the row was checked."""
    data, problems = checker.signal(said(found.mapping, found.cells, found.corrected))
    if data is None:
        return problems
    try:
        with session.connection().begin_nested():
            return detection.submit(session, actor, data)
    except NotAllowed:
        raise
    except (IntegrityError, DataError):
        # What no rule of ours foresaw and the database refused: one row, and no reason to stop the others.
        return [Problem("invalid-value", "")]
    except DomainError as refused:
        return (
            list(refused.problems)
            if isinstance(refused, Invalid)
            else [Problem(refused.code, "", refused.facts)]
        )
