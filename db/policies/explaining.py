"""Said in words what the policies decide: why somebody sees a record, and that something is not shared.

Both stand on the same decision as the policies (`sharing_decisions`); nothing is decided here a second time.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.participations import let_in
from db.policies.sharing import keys, shareable_tables

_COLUMNS: Final = "id, scope_id, owner_id, category, circle, created_at"


def _every_row(view: str, options: str = "") -> str:
    """One view over all that partners share, without content."""
    parts = " union all\n".join(
        f"select '{table.name}'::text as kind, {_COLUMNS} from {table.name}" for table in shareable_tables()
    )
    return f"create view {view} {options} as\n{parts}"


# For whoever asks: the part, the ceiling, the rule and the agreement by which an owner's category comes through.
_BASES: Final = f"""
create view bases with (security_invoker = true) as
select p.scope_id, o.id as owner_id, d.category, d.viewer, d.part, d.step, d.level, d.reach, d.ground, d.rule_id,
       r.valid_from as given_at, r.created_by as given_by, r.agreement_id,
       least(c.valid_until::timestamptz, r.ended_at, g.valid_until) as ends_at
  from participations p cross join organisations o {keys("o.id", "p")}
  join shared_with_me() d on d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
       and d.step = p.step and d.owner = k.owner and d.reach = m.reach
  join rules r on r.id = d.rule_id
  join agreements g on g.id = r.agreement_id
  join ceilings c on c.id = d.ceiling_id
 where p.organisation_id = any(viewers()) and p.ended_at is null
"""

# A closed row is never counted, nor what lies in a sealed scope or a phase that is not open. On a wall everybody
# must be allowed to know, and somebody may not see it.
_WITHHELD: Final = f"""
create function withheld(scopes uuid[])
returns table (scope_id uuid, step text, category text, ground text, shown_at text[])
language plpgsql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  if not has_content_role() then
    return;
  end if;
  return query
  with decisions as materialized (
    select * from sharing_decisions where viewer = any(viewers())
  ), places as materialized (
    select p.* from participations p
     where p.scope_id = any(scopes) and p.organisation_id = any(viewers()) and p.ended_at is null
       and p.compartment = any(admitted()) and ({let_in("p")})
       and not exists (select from bars b where b.scope_id = p.scope_id and b.actor_id = any(viewer_actors()))
  ), held as materialized (
    select distinct r.scope_id, r.owner_id, r.category
      from every_row r join categories c on c.code = r.category
     where r.scope_id = any(scopes) and r.circle is null
       and exists (select from places p where p.scope_id = r.scope_id and c.phase <= p.phase
                      and (not p.sealed or c.survives_seal))
  ), told as (
    select h.scope_id, h.owner_id, h.category, p.organisation_id as viewer, p.part, p.step, k.owner, m.reach,
           d.level <> 'existence' as shown, d.ground
      from held h join places p on p.scope_id = h.scope_id {keys("h.owner_id", "p")}
      join decisions d on d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
           and d.step = p.step and d.owner = k.owner and d.reach = m.reach and d.category = h.category
  ), lacking as (
    select h.scope_id, h.owner_id, h.category, v.id as viewer
      from held h cross join unnest(viewers()) v(id)
     where h.owner_id <> v.id and not exists (
           select from told t where t.scope_id = h.scope_id and t.owner_id = h.owner_id
              and t.category = h.category and t.viewer = v.id and t.shown)
  )
  select h.scope_id, min(t.step)::text, h.category::text, min(t.ground)::text,
         coalesce(array_agg(distinct d.step::text) filter (where d.step is not null), '{{}}')
    from held h
    join lacking l on l.scope_id = h.scope_id and l.owner_id = h.owner_id and l.category = h.category
    join told t on t.scope_id = l.scope_id and t.owner_id = l.owner_id and t.category = l.category
         and t.viewer = l.viewer
    -- Where this viewer would see it, were it to stand there: not told in a room, where it differs.
    left join decisions d on d.viewer = t.viewer and d.part = t.part and d.owner = t.owner and d.reach = t.reach
         and d.category = t.category and d.level <> 'existence' and cardinality(viewers()) = 1
   where not exists (
         select from unnest(viewers()) v(id)
          where not exists (select from places p where p.scope_id = h.scope_id and p.organisation_id = v.id)
             or h.owner_id <> v.id and not exists (
                select from told t where t.scope_id = h.scope_id and t.owner_id = h.owner_id
                   and t.category = h.category and t.viewer = v.id))
   group by h.scope_id, h.category
   order by h.scope_id, h.category;
end $$
"""

STATEMENTS: list[str] = [
    # As whoever asks, for finding one record by its id, whatever it is; and whole, for the definers alone.
    _every_row("records", "with (security_invoker = true)"),
    "grant select on records to schakel_app",
    _every_row("every_row"),
    "alter view every_row owner to schakel_reader",
    _BASES,
    "grant select on bases to schakel_app",
    _WITHHELD,
    *definer("withheld(uuid[])", "schakel_app"),
]
