"""Who will see this: a decision about the circle of a case, or a partner that joins, is taken, looked at and taken back.

So the answer is what would be. Who sees a case says `people_who_see()`; of records, the same decision that the policies
enforce. The function that answers for records is asked about places, owners and categories, and never says whether
there is anything: the one who asks counts what it sees itself, so that nothing hidden from it is told by a number.
"""

from typing import Final

from db.policies.identity import definer

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_SQL_HEAD: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

_DO: Final = f"""
create function do_in_circle(scope uuid, organisation uuid, what text, persons uuid[], part text) returns void
{_HEAD}
begin
  if what = 'joined' then
    perform admit(scope, organisation, part);
  elsif what in ('opened', 'left') then
    insert into circle_decisions (id, scope_id, organisation_id, kind, reason, actor_id, owner_id)
    values (gen_random_uuid(), scope, organisation, what, '-', my_actor(), my_organisation());
  else
    insert into circle_decisions (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id)
    select gen_random_uuid(), scope, organisation, a.id, what, '-', my_actor(), my_organisation()
      from actors a where a.id = any(persons) and a.organisation_id = organisation;
  end if;
end $$
"""

# Who may take a decision may look what it would mean, and nobody else.
_MAY: Final = """
  if not coalesce(case when what = 'joined' then takes_part(scope, array['riec'])
                            and my_roles() && array['chair', 'preparation']
                       else decides_circle(scope, organisation) end, false) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;"""


def _taken_back(look: str) -> str:
    """Do it, look, and take it back."""
    return f"""
  begin
    perform do_in_circle(scope, organisation, what, persons, part);
    {look}
    raise exception 'taken back' using errcode = 'SK002';
  exception when sqlstate 'SK002' then
    null;
  end;"""


_PREVIEW: Final = f"""
create function circle_preview(scope uuid, organisation uuid, what text, persons uuid[], part text)
returns table (id uuid, name text, function_title text, saw boolean, sees boolean)
{_HEAD}
#variable_conflict use_column
declare
  before uuid[];
  after uuid[];
begin{_MAY}
  before := array(select people_who_see(scope, organisation));{_taken_back("after := array(select people_who_see(scope, organisation));")}
  return query select a.id, a.name::text, a.function_title::text, a.id = any(before), a.id = any(after) from actors a
                where a.id = any(before || after) order by a.name, a.id;
end $$
"""

# Which person of an organisation comes to which place, and what the organisation sees there: as the policies ask it.
_DOORS: Final = f"""
create function doors(places uuid[], organisation uuid) returns table (place uuid, person uuid)
{_SQL_HEAD}
  select distinct p.scope_id, a.id from participations p cross join lateral people_who_work(p.scope_id, organisation) a(id)
   where p.scope_id = any(places) and p.organisation_id = organisation and (p.persons is null or a.id = any(p.persons))
     and not exists (select from bars b where b.scope_id = p.scope_id and b.actor_id = a.id) $$
"""

_IN_SIGHT: Final = f"""
create function in_sight(places uuid[], owners uuid[], kinds text[], organisation uuid)
returns table (place uuid, owner uuid, kind text)
{_SQL_HEAD}
  with d as materialized (
    select * from sharing_decisions where viewer = organisation and level <> 'existence')
  select distinct u.place, u.owner, u.kind from unnest(places, owners, kinds) u(place, owner, kind)
    join participations p on p.scope_id = u.place and p.organisation_id = organisation
    join categories c on c.code = u.kind and c.phase <= p.phase and (not p.sealed or c.survives_seal)
    join organisations o on o.id = u.owner
   where o.id = organisation or p.ended_at is null and exists (
     select from d where d.compartment = p.compartment and d.part = p.part and d.step = p.step and d.category = u.kind
        and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
        and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end)) $$
"""


def _sight(moment: str) -> str:
    """Who sees what at this moment, kept for comparing."""
    return f"""{moment} := array(
      select concat_ws('|', s.place, s.owner, s.kind, d.person) from in_sight(places, owners, kinds, organisation) s
        join doors(places, organisation) d on d.place = s.place);"""


# Gained is what somebody of the organisation sees then who did not see it; lost the other way round.
_SIGHTS: Final = f"""
create function circle_sights(
  scope uuid, organisation uuid, what text, persons uuid[], part text, places uuid[], owners uuid[], kinds text[])
returns table (place uuid, owner uuid, kind text, gained boolean, lost boolean)
{_HEAD}
#variable_conflict use_variable
declare
  before text[];
  after text[];
begin{_MAY}
  if exists (select from unnest(places) x(id) where x.id <> scope and not exists (
               with recursive above as (
                 select s.parent_id as id from scopes s where s.id = x.id
                    and (s.kind <> 'signal' or what in ('barred', 'lifted'))
                  union select s.parent_id from scopes s join above a on s.id = a.id
                    where s.kind <> 'signal' or what in ('barred', 'lifted'))
               select from above where above.id = scope)) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  {_sight("before")}{_taken_back(_sight("after"))}
  return query
  with came as (
    select string_to_array(x, '|') as a, true as new from (select unnest(after) except select unnest(before)) n(x)
     union all
    select string_to_array(x, '|'), false from (select unnest(before) except select unnest(after)) w(x))
  select m.a[1]::uuid, m.a[2]::uuid, m.a[3], bool_or(m.new), bool_or(not m.new) from came m group by 1, 2, 3;
end $$
"""

STATEMENTS: list[str] = [
    _DO,
    *definer("do_in_circle(uuid, uuid, text, uuid[], text)", "schakel_reader"),
    _PREVIEW,
    *definer("circle_preview(uuid, uuid, text, uuid[], text)", "schakel_app"),
    _DOORS,
    *definer("doors(uuid[], uuid)", "schakel_reader"),
    _IN_SIGHT,
    *definer("in_sight(uuid[], uuid[], text[], uuid)", "schakel_reader"),
    _SIGHTS,
    *definer("circle_sights(uuid, uuid, text, uuid[], text, uuid[], uuid[], text[])", "schakel_app"),
]
