"""A file of signals and its one person: bring it in, say which column says what, look at it, throw it away."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import access, digests, process
from domain.actor import Actor
from domain.detection import require_reporter
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.importing.checking import Reading, check_part
from domain.importing.columns import COLUMNS, plain, recognise, said
from domain.importing.running import go_on
from domain.importing.shapes import LIMITS, ImportView, RowView, StartImport, Status

AT_ONCE: Final = 1_000
"""Rows that go to the database in one statement."""
WHILE_WAITING: Final = 500
"""Rows that are checked before the answer; more wait for the worker."""

Row = tuple[int, Sequence[str]]
"""A row of a file: its number there, and its cells."""

_ADD: Final = text("""
insert into imports (id, actor_id, name, digest, headers, mapping, stage, expires_at)
values (:id, :actor, :name, :digest, :headers, cast(:mapping as jsonb), 'mapping', :expires_at)
""")
_ADD_ROWS: Final = text("""
insert into import_rows (import_id, place, actor_id, cells, ragged, corrected, status, problems, reference, accepted)
select :import, r.place, :actor, r.cells, r.ragged, '{}', 'waiting', '[]', '', false
  from jsonb_to_recordset(cast(:rows as jsonb)) r(place int, cells jsonb, ragged int)
""")
_VIEW: Final = """
select i.id, i.name, i.stage, i.stopped, i.headers, i.mapping, i.created_at, i.expires_at,
       coalesce((select jsonb_object_agg(c.status, c.number) from (
         select r.status, count(*) as number from import_rows r where r.import_id = i.id group by r.status) c), '{}') as counts
  from imports i where i.actor_id = my_actor() and i.expires_at > clock_timestamp()
"""
_MINE: Final = text(f"{_VIEW} order by i.created_at desc")
_ONE: Final = text(f"{_VIEW} and i.id = :import")
_ROWS: Final = text("""
select r.place, r.status, r.cells, r.corrected, r.problems, r.double_place, d.id as double_signal_id, d.number as double_number, r.accepted,
       s.id as signal_id, s.number, i.mapping
  from import_rows r join imports i on i.id = r.import_id
  left join signals s on s.id = r.signal_id left join signals d on d.id = r.double_signal_id
 where r.import_id = :import and (cast(:status as text) is null or r.status = :status) and r.place > :after
 order by r.place limit :most
""")
_KEEP: Final = text("""
insert into import_columns (organisation_id, theirs, ours)
select :organisation, n.theirs, n.ours from jsonb_to_recordset(cast(:names as jsonb)) n(theirs text, ours text)
on conflict (organisation_id, theirs) do update set ours = excluded.ours
""")


def bring_in(
    session: Session, actor: Actor, name: str, fingerprint: str, headers: Sequence[str], rows: Iterable[Row]
) -> ImportView:
    """Bring a file in. The same file that is still being worked on is that one; it does not come in twice."""
    require_reporter(actor)
    process.alone(session, f"bring in {actor.id}")
    digest = digests.keyring_of(session).key().digest("import_file", fingerprint)
    before = session.execute(
        text("select id from imports where actor_id = my_actor() and digest = :digest and stage <> 'done'"
             " and expires_at > clock_timestamp() limit 1"),
        {"digest": digest},
    ).scalar_one_or_none()  # fmt: skip
    if before is not None:
        return view(session, before)
    if sum(one.stage != "done" for one in imports(session, actor)) >= LIMITS.open:
        raise Invalid(Problem("import-too-many", "/file", {"most": LIMITS.open}))

    import_id = new_id()
    mapping = recognise(headers, _names(session, headers))
    session.execute(
        _ADD,
        {
            "id": import_id, "actor": actor.id, "name": name, "digest": digest, "headers": list(headers),
            "mapping": json.dumps(mapping), "expires_at": datetime.now(UTC) + LIMITS.kept,
        },
    )  # fmt: skip
    if not _add_rows(session, actor, import_id, len(headers), rows):
        raise Invalid(Problem("import-empty", "/file"))
    return view(session, import_id)


def _add_rows(session: Session, actor: Actor, import_id: UUID, columns: int, rows: Iterable[Row]) -> int:
    coming = iter(rows)
    added = 0
    while part := list(islice(coming, AT_ONCE)):
        added += len(part)
        if added > LIMITS.rows:
            raise Invalid(Problem("import-too-long", "/file", {"most": LIMITS.rows}))
        told = [
            {
                "place": place,
                "cells": [*cells[:columns], *[""] * (columns - len(cells))],
                "ragged": (len(cells) - columns) or None,
            }
            for place, cells in part
        ]
        session.execute(_ADD_ROWS, {"import": import_id, "actor": actor.id, "rows": json.dumps(told)})
    return added


def _names(session: Session, headers: Sequence[str]) -> dict[str, str | None]:
    """What the organisation took these names for before."""
    found = session.execute(
        text("select theirs, ours from import_columns where organisation_id = my_organisation() and theirs = any(:names)"),
        {"names": [plain(header) for header in headers]},
    )  # fmt: skip
    return {one.theirs: one.ours for one in found}


def imports(session: Session, actor: Actor) -> Sequence[ImportView]:
    """The files of the one who asks, the last one first."""
    require_reporter(actor)
    return [ImportView.model_validate(dict(one)) for one in session.execute(_MINE).mappings()]


def view(session: Session, import_id: UUID) -> ImportView:
    """How far a file is."""
    found = session.execute(_ONE, {"import": import_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return ImportView.model_validate(dict(found))


def rows(
    session: Session,
    actor: Actor,
    import_id: UUID,
    status: Status | None = None,
    after: int = 0,
    most: int = 25,
) -> list[RowView]:
    """The rows of a file that stand like this, from a place on; on the record."""
    view(session, import_id)
    found = session.execute(_ROWS, {"import": import_id, "status": status, "after": after, "most": most})
    access.consulted(session, actor, "import")
    return [
        RowView.model_validate({**one, "said": said(one["mapping"], one["cells"], one["corrected"])})
        for one in found.mappings()
    ]


def row(session: Session, actor: Actor, import_id: UUID, place: int) -> RowView:
    """One row of a file; place 0 is the first that has to be looked at."""
    if place == 0:
        found = rows(session, actor, import_id, "wrong", 0, 1) or rows(session, actor, import_id, None, 0, 1)
    else:
        found = rows(session, actor, import_id, None, place - 1, 1)
    if not found or place not in (0, found[0].place):
        raise NotFound
    return found[0]


def map_columns(
    session: Session, actor: Actor, import_id: UUID, ours: Mapping[int, str], read: Reading
) -> ImportView:
    """Say which column says what, and check the rows by that; the organisation's next file begins with it."""
    found = _resting(session, import_id)
    require_reporter(actor)
    mapping = [ours.get(place) or None for place in range(len(found.headers))]
    _check_mapping(mapping)

    session.execute(
        text("update imports set mapping = cast(:mapping as jsonb), stage = 'checking', stopped = null where id = :import"),
        {"import": import_id, "mapping": json.dumps(mapping)},
    )  # fmt: skip
    session.execute(
        text(
            "update import_rows set status = 'waiting' where import_id = :import and status not in ('waiting', 'imported')"
        ),
        {"import": import_id},
    )
    # The last of two columns of one name says what the name means.
    named = {
        plain(header): ours for header, ours in zip(found.headers, mapping, strict=True) if plain(header)
    }
    session.execute(
        _KEEP,
        {
            "organisation": actor.organisation_id,
            "names": json.dumps([{"theirs": theirs, "ours": ours} for theirs, ours in named.items()]),
        },
    )
    _keep_longer(session, import_id)
    if found.rows <= WHILE_WAITING:
        while go_on(session, actor, import_id, read, watched=True):
            pass
    return view(session, import_id)


def _check_mapping(mapping: Sequence[str | None]) -> None:
    used = [ours for ours in mapping if ours]
    problems = [
        Problem("import-column-twice", f"/columns/{place}")
        for place, ours in enumerate(mapping)
        if ours and ours in mapping[:place]
    ]
    problems += [
        Problem("code-not-valid", f"/columns/{place}", {"code": ours[:40]})
        for place, ours in enumerate(mapping)
        if ours and ours not in COLUMNS
    ]
    if not used:
        problems.append(Problem("import-no-columns", ""))
    if problems:
        raise Invalid(*problems)


def correct_row(
    session: Session,
    actor: Actor,
    import_id: UUID,
    place: int,
    written: Mapping[str, str],
    read: Reading,
    *,
    accepted: bool = False,
) -> RowView:
    """Correct a row in place, check it anew, and say whether it may come in although it is there already."""
    # First alone with it: what the worker imports meanwhile is no row to correct.
    _resting(session, import_id)
    found = row(session, actor, import_id, place)
    require_reporter(actor)
    if found.status == "imported":
        raise Conflict("import-row-done")

    place = found.place
    kept = {path: text for path, text in written.items() if path in COLUMNS}
    session.execute(
        text(
            "update import_rows set corrected = cast(:corrected as jsonb), ragged = null, accepted = :accepted,"
            " status = 'waiting' where import_id = :import and place = :place"
        ),
        {"import": import_id, "place": place, "corrected": json.dumps(kept), "accepted": accepted},
    )
    check_part(session, actor, import_id, read, place)
    _keep_longer(session, import_id)
    return row(session, actor, import_id, place)


def start(session: Session, actor: Actor, import_id: UUID, data: StartImport) -> ImportView:
    """Let the rows become signals, from now on, by the worker."""
    found = _resting(session, import_id)
    require_reporter(actor)
    if data.which == "all" and found.count("wrong"):
        raise Invalid(Problem("import-has-errors", "/which", {"count": found.count("wrong")}))
    if not found.count("good") + (found.count("double") if data.doubles else 0):
        raise Invalid(Problem("import-nothing-good", ""))

    if data.doubles:
        session.execute(
            text("update import_rows set status = 'good', accepted = true where import_id = :import and status = 'double'"),
            {"import": import_id},
        )  # fmt: skip
    session.execute(
        text("update imports set stage = 'running', stopped = null where id = :import"), {"import": import_id}
    )
    _keep_longer(session, import_id)
    return view(session, import_id)


def discard(session: Session, import_id: UUID) -> None:
    """Throw a file away with all its rows; the signals that came of it stay."""
    view(session, import_id)
    session.execute(text("delete from imports where id = :import"), {"import": import_id})


def _resting(session: Session, import_id: UUID) -> ImportView:
    """The file, locked, and nothing going on with it; the refusal is no matter of content."""
    session.execute(text("select from imports where id = :import for update"), {"import": import_id})
    found = view(session, import_id)
    if found.stage in ("checking", "running") and not found.stopped:
        raise Conflict("import-busy")
    return found


def _keep_longer(session: Session, import_id: UUID) -> None:
    session.execute(
        text("update imports set expires_at = :until where id = :import"),
        {"import": import_id, "until": datetime.now(UTC) + LIMITS.kept},
    )
