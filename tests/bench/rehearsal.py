"""`python -m tests.bench.rehearsal --signals 200000`: how long a rehearsal takes with that many signals, five rows each.

A region of that size is made with SQL, folded into totals once, and then a rule on every category, or the agreement
itself, is rehearsed by its administrator. Starts a PostgreSQL of its own and leaves nothing behind.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import text
from sqlmodel import Session

from api.deps import actor_of
from db import bootstrap
from db.embedded import Server
from db.session import Database, who
from domain import rehearsal, sharing
from domain.actor import CONTENT_ROLES
from domain.rehearsal import AddChange, BeginRehearsal
from tests import volume

ADMINISTRATOR = """
with riec as (select id from organisations where kind = 'riec' limit 1),
made as (insert into actors (id, organisation_id, kind, name, function_title, language, active, created_at)
         select gen_random_uuid(), id, 'person', 'Administrator', '', 'nl', true, now() from riec returning id),
role as (insert into actor_roles (actor_id, role, valid_from)
         select id, 'functional_administrator', date '2026-01-01' from made)
select id from made
"""


# As cases are after years: most are closed, a few partners take part in much, and rows are of every kind.
SCATTER = """
set session_replication_role = replica;
insert into participations (id, scope_id, organisation_id, part, kind, compartment, step, phase, sealed, own_territory,
                            last_activity_at, started_at)
select gen_random_uuid(), s.id, ('00000000-0000-7000-8000-' || lpad((3 + floor(57 * power(random(), 3)))::text, 12, '0'))::uuid,
       'partner', 'signal', 'R', 'detection', 0, false, false, now(), now()
  from scopes s cross join generate_series(1, 3) on conflict do nothing;
create temporary table scattered as
select id, (array['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'dossier', 'weighing', 'assignment',
                  'execution', 'evaluation', 'detection'])[1 + floor(12 * random())] as step,
       floor(4 * power(random(), 2))::int as phase from scopes;
update participations p set step = s.step, phase = s.phase, sealed = s.step = 'closed' from scattered s where s.id = p.scope_id;
update observations o set category = c.code
  from (select code, row_number() over (order by code) - 1 as place, count(*) over () as many from categories) c
 where abs(hashtext(o.id::text)) % c.many = c.place;
set session_replication_role = default;
insert into tally_marks (scope_id) select id from scopes;
"""


def main() -> None:
    """Make it, fold it, rehearse it, print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rehearsal", description=__doc__)
    parser.add_argument("--signals", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="schakel-rehearsal-") as home:
        server = Server(
            Path(home), settings={"shared_buffers": "256MB", "max_wal_size": "4GB", "fsync": "off"}
        )
        server.start()
        try:
            _measure(server, Path(home), asked.signals)
        finally:
            server.stop()


def _measure(server: Server, home: Path, signals: int) -> None:
    passwords = bootstrap.role_passwords(home / "roles.json")
    bootstrap.bootstrap(server.url(), passwords, "schakel")
    urls = bootstrap.role_urls(server.url(), passwords, "schakel")
    bootstrap.migrate(urls["owner"])
    url = server.url().set(drivername="postgresql", database="schakel")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        print(f"made in {_seconds(lambda: volume.fill(connection, signals)):.0f} s")
        for statement in SCATTER.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        connection.execute("vacuum analyze")
    database = Database(urls)
    with database.session_as("owner") as owner:
        administrator: UUID = owner.execute(text(ADMINISTRATOR)).scalar_one()
        owner.commit()
    folding = _seconds(lambda: _fold(database))
    with database.session_as("owner") as owner:
        owner.execute(text("analyze"))
        owner.commit()
        rows, tallies = owner.execute(
            text("select sum(rows), (select count(*) from tallies) from tally_rows")
        ).one()
    print(f"{rows:,} shareable rows in {tallies:,} totals; all of it folded in {folding:.0f} s")
    with database.session_for(administrator) as session:
        actor = actor_of(who(session))
        given = sharing.rules(session, actor)
        for what, change in (
            ("one rule ended", AddChange(kind="end_rule", rule_id=given[0].id)),
            ("the agreement ended", AddChange(kind="end_agreement", agreement_id=given[0].agreement_id)),
            ("an admission ended", AddChange(kind="end_admission", admission_id=_of_the_most(session))),
        ):
            made = rehearsal.begin_rehearsal(session, actor, BeginRehearsal(title=what))
            rehearsal.add_change(session, actor, made, change)
            taken = [_seconds(lambda made=made: rehearsal.rehearsal(session, actor, made)) for _ in range(5)]
            seen = rehearsal.rehearsal(session, actor, made)
            effects = len(seen.effects) + len(seen.person_effects)
            print(
                f"{what}: {effects} lines, median {statistics.median(taken):.2f} s of 5, worst {max(taken):.2f} s"
            )


def _of_the_most(session: Session) -> UUID:
    """The admission of somebody of the organisation that takes part in most."""
    found: UUID = session.execute(
        text(
            "select m.id from admissions m join actors a on a.id = m.actor_id and a.active"
            " join actor_roles r on r.actor_id = a.id and r.role = any(:roles) where m.valid_until > today()"
            " and a.organisation_id = (select id from organisations where kind = 'riec' limit 1) limit 1"
        ),
        {"roles": sorted(CONTENT_ROLES)},
    ).scalar_one()
    return found


def _fold(database: Database) -> None:
    while True:
        with database.session_as("worker") as session:
            folded = rehearsal.fold_tallies(session)
            session.commit()
        if not folded:
            return


def _seconds(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
