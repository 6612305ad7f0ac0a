"""Tallies: the totals from which a rehearsal reads its effect, and how they follow what happens.

Equal rows are counted together: a tally says how many rows of one owner and category lie in scopes where one
organisation takes part in the same circumstances. Closed rows are in no tally. One's own are: for a person who comes or
goes, they open or close as well.

Nobody waits for a total: an act only marks the scope it touched, which takes no lock; one folder at a time, the
worker or whoever rehearses, takes the marks and replaces what those scopes brought. What it replaces is what it
remembers of them, so a total is always the sum of its scopes, and a scope that is folded in anew is right again.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import shareable_tables

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

_MARK: Final = f"""
create function mark_tallies() returns trigger
{_HEAD}
begin
  insert into tally_marks (scope_id) select distinct scope_id from changed;
  return null;
end $$
"""

# An update of a row: only what would move it to another tally fires this, and touching a list does not.
_MARK_ROW: Final = f"""
create function mark_tallies_of_row() returns trigger
{_HEAD}
begin
  insert into tally_marks (scope_id) values (new.scope_id);
  return null;
end $$
"""

CIRCUMSTANCES: Final = "compartment, step, phase, sealed, own_territory, limited, parts"

# What the scopes that were marked brought, as far as it is remembered. Who left keeps its own rows.
_BROUGHT: Final = f"""
    select g.viewer_id, r.owner_id, r.category, {CIRCUMSTANCES}, sum(r.rows)::int as rows
      from tally_guests g join tally_rows r on r.scope_id = g.scope_id and (r.owner_id = g.viewer_id or g.parts <> '{{}}')
     where g.scope_id = any(due)
     group by g.viewer_id, r.owner_id, r.category, {CIRCUMSTANCES}"""

_SAME: Final = " and ".join(
    f"t.{column} = o.{column}" for column in ("viewer_id", "owner_id", "category", *CIRCUMSTANCES.split(", "))
)

# The marks are taken first: what is committed after that comes with marks of its own.
_FOLD: Final = f"""
create function fold_tallies(most int) returns int
{_HEAD}
declare
  due uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended('tallies', 0));
  with taken as (
    delete from tally_marks where id in (select id from tally_marks order by id limit most) returning scope_id)
  select array_agg(distinct scope_id) into due from taken;
  if due is null then
    return 0;
  end if;
  with o as ({_BROUGHT})
  update tallies t set rows = t.rows - o.rows from o where {_SAME};
  delete from tally_rows where scope_id = any(due);
  delete from tally_guests where scope_id = any(due);
  insert into tally_rows (scope_id, owner_id, category, rows)
  select scope_id, owner_id, category, count(*) from every_row
   where scope_id = any(due) and circle is null group by scope_id, owner_id, category;
  insert into tally_guests (scope_id, viewer_id, {CIRCUMSTANCES})
  select scope_id, organisation_id, min(compartment), min(step), min(phase), bool_or(sealed), bool_or(own_territory),
         bool_and(persons is not null), coalesce(array_agg(distinct part order by part) filter (where ended_at is null), '{{}}')
    from participations where scope_id = any(due) group by scope_id, organisation_id;
  insert into tallies as t (viewer_id, owner_id, category, {CIRCUMSTANCES}, rows)
  {_BROUGHT}
  on conflict (viewer_id, owner_id, category, {CIRCUMSTANCES})
  do update set rows = t.rows + excluded.rows;
  delete from tallies where rows = 0;
  return cardinality(due);
end $$
"""

# What would bring a row, or an organisation, into other circumstances.
_MOVES: Final = {
    "participations": (
        "compartment",
        "step",
        "phase",
        "sealed",
        "own_territory",
        "part",
        "persons",
        "ended_at",
    ),
    **{table.name: ("circle",) for table in shareable_tables()},
}


def _marked(table: str, columns: tuple[str, ...]) -> list[str]:
    """Mark the scope whenever a row comes, goes or moves."""
    moved = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
    return [
        f"create trigger mark_new after insert on {table} referencing new table as changed"
        " for each statement execute function mark_tallies()",
        f"create trigger mark_gone after delete on {table} referencing old table as changed"
        " for each statement execute function mark_tallies()",
        f"create trigger mark_moved after update of {', '.join(columns)} on {table} for each row when ({moved})"
        " execute function mark_tallies_of_row()",
    ]


_TALLIES: Final = ("tally_marks", "tally_rows", "tally_guests", "tallies")

STATEMENTS: list[str] = [
    _MARK,
    *definer("mark_tallies()", "schakel_owner"),
    _MARK_ROW,
    *definer("mark_tallies_of_row()", "schakel_owner"),
    *(statement for table, columns in _MOVES.items() for statement in _marked(table, columns)),
    *(
        statement
        for table in _TALLIES
        for statement in (
            f"alter table {table} enable row level security",
            f"create policy reader_counts on {table} for all to schakel_reader using (true) with check (true)",
            f"grant select, insert, update, delete on {table} to schakel_reader",
        )
    ),
    _FOLD,
    *definer("fold_tallies(int)", "schakel_worker"),
    # Whatever a migration changed: everything is counted anew, in the background.
    "insert into tally_marks (scope_id) select id from scopes",
]
