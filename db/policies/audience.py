"""Whom a row can be closed to, and that its events follow when its owner narrows or widens it later."""

from typing import Final

from db.policies.identity import definer, holds_content_role, is_valid
from db.policies.sharing import reader_policies
from db.policies.withdrawing import withdrawing

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

CLOSABLE: Final = ("contributions", "opinions", "attachments")
"""What an owner can keep among named persons."""

# The persons of the others who could read a row of mine here, as things stand: the parts of the policies, for others.
# In three small steps, each made before the next: as one join the planner multiplies persons with decisions first.
_COULD_READ: Final = f"""
create function could_read(place uuid, wanted text[])
returns table (category text, actor_id uuid, name text, function_title text, organisation_id uuid, organisation text,
               organisation_kind text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with places as materialized (
    select p.*, o.name as organisation, o.kind as organisation_kind
      from participations p join organisations o on o.id = p.organisation_id and o.active
     where p.scope_id = place and p.ended_at is null and p.organisation_id <> my_organisation()
       and has_content_role() and exists (
             select from participations mine where mine.scope_id = place and mine.organisation_id = my_organisation()
                and mine.ended_at is null and mine.compartment = any(admitted()))
       and not exists (select from bars b where b.scope_id = place and b.actor_id = my_actor())
  ), decided as materialized (
    select d.* from sharing_decisions d
     where d.viewer = any(array(select x.organisation_id from places x)) and d.category = any(wanted) and d.level = 'content'
  ), opened as materialized (
    select distinct c.code, p.organisation_id, p.organisation, p.organisation_kind, p.compartment, p.persons
      from places p
      join organisations me on me.id = my_organisation()
      join decided d on d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part and d.step = p.step
           and d.owner in (case when me.sharing_key = me.kind then '*' else '-' end, me.sharing_key)
           and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end)
      join categories c on c.code = d.category and c.phase <= p.phase and (not p.sealed or c.survives_seal)
  )
  select distinct n.code, a.id, a.name, a.function_title, n.organisation_id, n.organisation, n.organisation_kind
    from opened n
    join actors a on a.organisation_id = n.organisation_id and a.active and a.kind = 'person'
   where {holds_content_role("a.id")}
     and exists (select from admissions m where m.actor_id = a.id and m.compartment = n.compartment and {is_valid("m")})
     and not exists (select from bars b where b.scope_id = place and b.actor_id = a.id)
     and (n.persons is null or a.id = any(n.persons))
$$
"""

# What was told before stands in a log that nobody changes; so that it tells no more than the row does now.
_NARROW: Final = f"""
create function narrow() returns trigger
{_HEAD}
begin
  delete from narrowings n where n.row_id = new.id;
  if new.circle is not null then
    insert into narrowings (row_id, owner_id, circle) values (new.id, new.owner_id, new.circle);
  end if;
  return null;
end $$
"""

_CLOSED_TO_ME: Final = """
create function closed_to_me() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select n.row_id from narrowings n
   where not (n.owner_id = all(viewers()) or viewer_actors() <@ n.circle) is true $$
"""

STATEMENTS: list[str] = [
    _COULD_READ,
    *definer("could_read(uuid, text[])", "schakel_app"),
    "alter table narrowings enable row level security",
    *reader_policies(["narrowings"], write=True),
    "create policy undone on narrowings for delete to schakel_reader using (true)",
    "grant delete on narrowings to schakel_reader",
    _NARROW,
    *definer("narrow()", "schakel_owner"),
    _CLOSED_TO_ME,
    *definer("closed_to_me()", "schakel_app"),
    *(
        statement
        for table in CLOSABLE
        for statement in (
            f"create trigger narrow after update of circle on {table} for each row execute function narrow()",
            f"grant update (circle) on {table} to schakel_app",
        )
    ),
    "create policy kept on contributions as restrictive for update to schakel_app using (withdrawn_at is null)",
    "create policy withdrawn on contributions for update to schakel_reader using (true) with check (true)",
    "grant update (text, source, observed_on, withdrawn_at, withdrawn_for, circle) on contributions to schakel_reader",
    withdrawing("withdraw", "contributions", "text = '', source = '', observed_on = null"),
    *definer("withdraw(uuid, text)", "schakel_app"),
]
