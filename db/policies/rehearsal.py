"""Rehearsal: drafts of changes, and the totals from which their effect on everybody is read in one go.

What is shared with whom is decided by `sharing_decisions` and nothing else: a rehearsal applies its changes in a
savepoint, asks that same view what each organisation would see, and rolls back. Reading every row for that would
take as long as there are rows, so equal rows are counted together: a tally says how many rows of one owner and
category lie in scopes where one organisation takes part in the same circumstances. Closed rows are in no tally.

Nobody waits for a total: an act only marks the scope it touched, which takes no lock; one folder at a time, the
worker or whoever rehearses, takes the marks and replaces what those scopes brought. What it replaces is what it
remembers of them, so a total is always the sum of its scopes, and a scope that is folded in anew is right again.
"""

from typing import Final

from db.policies.administration import ADMINISTRATOR
from db.policies.identity import definer
from db.policies.sharing import reader_policies, shareable_tables

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

_CIRCUMSTANCES: Final = "compartment, step, phase, sealed, own_territory, parts"

# What the scopes that were marked brought, as far as it is remembered.
_BROUGHT: Final = f"""
    select g.viewer_id, r.owner_id, r.category, {_CIRCUMSTANCES}, sum(r.rows)::int as rows
      from tally_guests g join tally_rows r on r.scope_id = g.scope_id and r.owner_id <> g.viewer_id
     where g.scope_id = any(due)
     group by g.viewer_id, r.owner_id, r.category, {_CIRCUMSTANCES}"""

_SAME: Final = " and ".join(
    f"t.{column} = o.{column}"
    for column in ("viewer_id", "owner_id", "category", *_CIRCUMSTANCES.split(", "))
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
  insert into tally_guests (scope_id, viewer_id, {_CIRCUMSTANCES})
  select scope_id, organisation_id, min(compartment), min(step), min(phase), bool_or(sealed), bool_or(own_territory),
         array_agg(distinct part order by part)
    from participations where scope_id = any(due) and ended_at is null group by scope_id, organisation_id;
  insert into tallies as t (viewer_id, owner_id, category, {_CIRCUMSTANCES}, rows)
  {_BROUGHT}
  on conflict (viewer_id, owner_id, category, compartment, step, phase, sealed, own_territory, parts)
  do update set rows = t.rows + excluded.rows;
  delete from tallies where rows = 0;
  return cardinality(due);
end $$
"""

_IS_ADMINISTRATOR: Final = f"""
  if not coalesce({ADMINISTRATOR}, false) then
    raise exception 'not the administrator' using errcode = 'P0002';
  end if;"""

# What is decided now, and how owners are spoken of, as words that can be carried over the change and back.
_DECIDED: Final = f"""
create function decided() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = on as $$
begin{_IS_ADMINISTRATOR}
  return (select array_agg(key) from (
    select distinct concat_ws('|', viewer, compartment, part, step, owner, category, reach) as key
      from sharing_decisions where level <> 'existence'
     union all
    select concat_ws('|', id, sharing_key) from organisations) keys);
end $$
"""


def _seen(decisions: str, key: str) -> str:
    """The tallies that these decisions show; the match is that of the policies."""
    return f"""
    select distinct t.id from stands t
      join {decisions} d on d.viewer = t.viewer_id and d.compartment = t.compartment and d.part = t.part
           and d.step = t.step and d.category = t.category
           and d.owner in (case when t.{key} = t.kind then '*' else '-' end, t.{key})
           and d.reach in ('all', case when t.own_territory then 'municipality' else '-' end)"""


# Only tallies of which a decision came or went are looked at (ending one rule touches one category), and those of an
# owner that stands apart since: what it no longer shares is in no decision, before or after. The planner takes
# what comes out of an array for a handful of rows, and would go through all tallies once for each of them.
_DIFFERENCE: Final = f"""
create function tallies_differing(before text[])
returns table (viewer_id uuid, category text, gained bigint, lost bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
declare
  after text[];
begin{_IS_ADMINISTRATOR}
  after := decided();
  return query
  with told as materialized (
    select string_to_array(x, '|') as a from unnest(before) x
  ), says as materialized (
    select string_to_array(x, '|') as a from unnest(after) x
  ), was as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from told where cardinality(a) = 7
  ), now_is as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from says where cardinality(a) = 7
  ), moved as materialized (
    select distinct viewer, category, step
      from ((select * from was except select * from now_is) union all (select * from now_is except select * from was)) d
  ), touched as materialized (
    select t.*, o.kind, o.sharing_key as key_now, k.a[2] as key_then
      from tallies t join organisations o on o.id = t.owner_id
      left join moved m on m.viewer = t.viewer_id and m.category = t.category and m.step = t.step
      join told k on cardinality(k.a) = 2 and k.a[1] = o.id::text
      join categories c on c.code = t.category and c.phase <= t.phase and (not t.sealed or c.survives_seal)
     where m.viewer is not null or k.a[2] <> o.sharing_key
  ), stands as materialized (
    select t.*, unnest(t.parts) as part from touched t
  ), seen_then as materialized ({_seen("was", "key_then")}
  ), seen_now as materialized ({_seen("now_is", "key_now")}
  )
  select t.viewer_id, t.category::text, coalesce(sum(t.rows) filter (where n.id is not null), 0)::bigint,
         coalesce(sum(t.rows) filter (where n.id is null), 0)::bigint
    from seen_then w full join seen_now n on n.id = w.id join touched t on t.id = coalesce(w.id, n.id)
   where w.id is null or n.id is null
   group by t.viewer_id, t.category;
end $$
"""

# Everything that is there, for whoever rehearses: first what the worker did not come to yet.
_BEGIN: Final = f"""
create function begin_rehearsal() returns text[]
{_HEAD}
begin{_IS_ADMINISTRATOR}
  while fold_tallies(20000) > 0 loop
  end loop;
  return decided();
end $$
"""

# What would bring a row, or an organisation, into other circumstances.
_MOVES: Final = {
    "participations": ("compartment", "step", "phase", "sealed", "own_territory", "part", "ended_at"),
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
_DRAFT: Final = "exists (select from rehearsals r where r.id = rehearsal_id and r.outcome is null)"

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
    _DECIDED,
    *definer("decided()", "schakel_reader"),
    _DIFFERENCE,
    *definer("tallies_differing(text[])", "schakel_app"),
    _BEGIN,
    *definer("begin_rehearsal()", "schakel_app"),
    *(
        statement
        for table in ("rehearsals", "rehearsal_changes")
        for statement in (
            f"alter table {table} enable row level security",
            f"create policy administrator on {table} for select to schakel_app using ({ADMINISTRATOR})",
            f"grant select on {table} to schakel_app",
            *reader_policies([table]),
        )
    ),
    f"create policy begun on rehearsals for insert to schakel_app with check ({ADMINISTRATOR}"
    " and created_by = my_actor())",
    "grant insert (id, title, created_by) on rehearsals to schakel_app",
    f"create policy decided on rehearsals for update to schakel_app using (outcome is null and {ADMINISTRATOR})"
    " with check (outcome is not null and decided_by = my_actor())",
    "grant update (outcome, decided_by, decided_at) on rehearsals to schakel_app",
    f"create policy added on rehearsal_changes for insert to schakel_app with check ({ADMINISTRATOR} and {_DRAFT})",
    "grant insert (id, rehearsal_id, kind, agreement_id, rule_id, organisation_id, side, reason, category,"
    " owner_kind, recipient_kind, step) on rehearsal_changes to schakel_app",
    f"create policy removed on rehearsal_changes for delete to schakel_app using ({ADMINISTRATOR} and {_DRAFT})",
    "grant delete on rehearsal_changes to schakel_app",
    # Whatever a migration changed: everything is counted anew, in the background.
    "insert into tally_marks (scope_id) select id from scopes",
]
