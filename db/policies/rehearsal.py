"""Rehearsal: drafts of changes, and their effect on everybody, read in one go.

What is shared with whom is decided by `sharing_decisions` and nothing else: a rehearsal applies its changes in a
savepoint, asks that same view what each organisation would see, and rolls back. Reading every row for that would
take as long as there are rows, so the totals are read (`db.policies.tallies`). A person sees what the organisation
sees, where a content role, an admission, a name and a bar let them: that is asked as `become()` and the policies ask it.
"""

from typing import Final

from db.policies.administration import ADMINISTRATOR
from db.policies.identity import definer, holds_content_role, is_valid
from db.policies.sharing import reader_policies
from db.policies.tallies import CIRCUMSTANCES

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

_IS_ADMINISTRATOR: Final = f"""
  if not coalesce({ADMINISTRATOR}, false) then
    raise exception 'not the administrator' using errcode = 'P0002';
  end if;"""

# What is decided now, how owners are spoken of, and in which compartments each person works, as words that can be
# carried over the change and back.
_DECIDED: Final = f"""
create function decided() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = on as $$
begin{_IS_ADMINISTRATOR}
  return (select array_agg(key) from (
    select distinct concat_ws('|', viewer, compartment, part, step, owner, category, reach) as key
      from sharing_decisions where level <> 'existence'
     union all
    select concat_ws('|', id, sharing_key) from organisations
     union all
    select concat_ws('|', a.id, a.organisation_id, string_agg(distinct m.compartment, ','))
      from actors a join organisations o on o.id = a.organisation_id and o.active
      join admissions m on m.actor_id = a.id and {is_valid("m")}
     where a.active and {holds_content_role("a.id")} group by a.id) keys);
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


_CARRIED: Final = """told as materialized (
    select string_to_array(x, '|') as a from unnest(before) x
  ), says as materialized (
    select string_to_array(x, '|') as a from unnest(after) x
  ), was as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from told where cardinality(a) = 7
  ), now_is as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from says where cardinality(a) = 7
  )"""

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
  with {_CARRIED}, moved as materialized (
    select distinct viewer, category, step
      from ((select * from was except select * from now_is) union all (select * from now_is except select * from was)) d
  ), touched as materialized (
    select t.*, o.kind, o.sharing_key as key_now, k.a[2] as key_then
      from tallies t join organisations o on o.id = t.owner_id
      left join moved m on m.viewer = t.viewer_id and m.category = t.category and m.step = t.step
      join told k on cardinality(k.a) = 2 and k.a[1] = o.id::text
      join categories c on c.code = t.category and c.phase <= t.phase and (not t.sealed or c.survives_seal)
     where t.owner_id <> t.viewer_id and (m.viewer is not null or k.a[2] <> o.sharing_key)
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

# For the people whose role or admission changed. What the organisation finds is in the tallies, except where persons are
# named or this one is barred: there, scope by scope, what `let_in` and the policy `named` ask.
_SIGHTS: Final = f"""
create function sights_differing(before text[])
returns table (actor_id uuid, category text, gained bigint, lost bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
declare
  after text[];
begin{_IS_ADMINISTRATOR}
  after := decided();
  return query
  with {_CARRIED}, persons as materialized (
    select coalesce(w.a[1], n.a[1])::uuid as person, coalesce(w.a[2], n.a[2])::uuid as viewer_id,
           coalesce(string_to_array(w.a[3], ','), '{{}}') as then_in, coalesce(string_to_array(n.a[3], ','), '{{}}') as now_in,
           glass_of(coalesce(w.a[1], n.a[1])::uuid) as glass
      from (select a from told where cardinality(a) = 3) w
      full join (select a from says where cardinality(a) = 3) n on n.a[1] = w.a[1]
     where w.a[3] is distinct from n.a[3]
  ), apart as materialized (
    select distinct x.person, p.scope_id, 1 as many from persons x join participations p on p.organisation_id = x.viewer_id
     where p.persons is not null and (x.person = any(p.persons) or x.glass ? p.scope_id::text)
       and not exists (select from bars b where b.scope_id = p.scope_id and b.actor_id = x.person)
     union all
    select b.actor_id, b.scope_id, -1 from persons x join bars b on b.actor_id = x.person
     where not exists (select from participations p where p.scope_id = b.scope_id and p.organisation_id = x.viewer_id
                          and p.persons is not null)
  ), found as materialized (
    select x.person, t.viewer_id, t.owner_id, t.category, {CIRCUMSTANCES}, t.rows
      from persons x join tallies t on t.viewer_id = x.viewer_id and not t.limited
     union all
    select x.person, x.viewer_id, r.owner_id, r.category, {CIRCUMSTANCES}, r.rows * s.many
      from persons x join apart s on s.person = x.person
      join tally_guests g on g.scope_id = s.scope_id and g.viewer_id = x.viewer_id
      join tally_rows r on r.scope_id = s.scope_id and (r.owner_id = x.viewer_id or g.parts <> '{{}}')
  ), touched as materialized (
    select row_number() over () as id, t.*, o.kind, o.sharing_key as key_now, k.a[2] as key_then,
           t.compartment = any(x.then_in) as open_then, t.compartment = any(x.now_in) as open_now
      from found t join persons x on x.person = t.person join organisations o on o.id = t.owner_id
      join told k on cardinality(k.a) = 2 and k.a[1] = o.id::text
      join categories c on c.code = t.category and c.phase <= t.phase and (not t.sealed or c.survives_seal)
     where t.compartment = any(x.then_in || x.now_in)
  ), stands as materialized (
    select t.*, unnest(t.parts) as part from touched t where t.owner_id <> t.viewer_id
  ), seen_then as materialized ({_seen("was", "key_then")}
  ), seen_now as materialized ({_seen("now_is", "key_now")}
  ), sight as (
    select t.person, t.category, t.rows,
           t.open_then and (t.owner_id = t.viewer_id or w.id is not null) as saw,
           t.open_now and (t.owner_id = t.viewer_id or n.id is not null) as sees
      from touched t left join seen_then w on w.id = t.id left join seen_now n on n.id = t.id
  )
  select s.person, s.category::text, coalesce(sum(s.rows) filter (where s.sees and not s.saw), 0)::bigint,
         coalesce(sum(s.rows) filter (where s.saw and not s.sees), 0)::bigint
    from sight s where s.saw <> s.sees group by s.person, s.category having sum(s.rows) <> 0;
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

_DRAFT: Final = "exists (select from rehearsals r where r.id = rehearsal_id and r.outcome is null)"

STATEMENTS: list[str] = [
    _DECIDED,
    *definer("decided()", "schakel_reader"),
    _DIFFERENCE,
    *definer("tallies_differing(text[])", "schakel_app"),
    _SIGHTS,
    *definer("sights_differing(text[])", "schakel_app"),
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
    " owner_kind, recipient_kind, step, person_id, role, admission_id, compartment, screening_kind, screened_on,"
    " trained_on, valid_until) on rehearsal_changes to schakel_app",
    f"create policy removed on rehearsal_changes for delete to schakel_app using ({ADMINISTRATOR} and {_DRAFT})",
    "grant delete on rehearsal_changes to schakel_app",
]
