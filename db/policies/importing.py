"""Importing: a file is of one person, as a draft is; what came of it is known as far as one may see the signals.

The rows lie in no scope, so the five policies do not hold for them; these do. Not even the reader role reads a row, and
whoever is no longer admitted reads none of their own.
See docs/decisions/0036.
"""

from typing import Final

from db.policies.identity import definer

_MINE: Final = "actor_id = my_actor()"
# What one may not read as a signal one does not read as the row of a file either. Throwing it away asks for less.
_ADMITTED: Final = f"{_MINE} and has_content_role() and 'R' = any(admitted())"
_OURS: Final = "organisation_id = my_organisation() and has_content_role()"

_COLUMNS: Final = (
    "import_id, place, actor_id, cells, ragged, corrected, status, problems, reference, accepted"
)
_CHECKED: Final = "cells, ragged, corrected, status, problems, reference, digest, double_place, double_signal_id, accepted, signal_id"

# What the worker goes on with, as the one whose it is; for whom may no longer sign in nothing is done.
_DUE: Final = """
create function imports_due() returns table (import_id uuid, actor_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select i.id, i.actor_id from imports i join actors a on a.id = i.actor_id
   where i.stage in ('checking', 'running') and i.stopped is null and a.active
     and i.expires_at > clock_timestamp() order by i.created_at
$$
"""

_FORGET: Final = """
create function forget_imports() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from imports i where i.expires_at < clock_timestamp()
                   or not exists (select from actors a where a.id = i.actor_id and a.active) returning 1)
  select count(*) from gone
$$
"""

STATEMENTS: list[str] = [
    *(
        f"alter table {table} enable row level security"
        for table in ("imports", "import_rows", "imported_signals", "import_columns")
    ),
    f"create policy own on imports for all to schakel_app using ({_MINE})",
    f"create policy own on import_rows for all to schakel_app using ({_ADMITTED})",
    "create policy seen on imported_signals for select to schakel_app using (exists ("
    "select from signals s where s.id = imported_signals.signal_id))",
    f"create policy own on imported_signals for insert to schakel_app with check ({_OURS} and exists ("
    "select from signals s where s.id = imported_signals.signal_id and s.owner_id = my_organisation()"
    " and s.actor_id = my_actor()))",
    f"create policy ours on import_columns for all to schakel_app using ({_OURS})",
    "grant select, delete on imports to schakel_app",
    "grant insert (id, actor_id, name, digest, headers, mapping, stage, expires_at) on imports to schakel_app",
    "grant update (mapping, stage, stopped, expires_at) on imports to schakel_app",
    "grant select on import_rows to schakel_app",
    f"grant insert ({_COLUMNS}) on import_rows to schakel_app",
    f"grant update ({_CHECKED}) on import_rows to schakel_app",
    "grant select on imported_signals to schakel_app",
    "grant insert (signal_id, organisation_id, digest) on imported_signals to schakel_app",
    "grant select on import_columns to schakel_app",
    "grant insert (organisation_id, theirs, ours), update (ours) on import_columns to schakel_app",
    # Enough to find what is due or has expired, and no more.
    "create policy swept on imports for all to schakel_reader using (true)",
    "grant select (id, actor_id, stage, stopped, created_at, expires_at), delete on imports to schakel_reader",
    _DUE,
    *definer("imports_due()", "schakel_worker"),
    _FORGET,
    *definer("forget_imports()", "schakel_worker"),
]
