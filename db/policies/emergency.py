"""Break-glass: one person, one case, a few hours. It opens what naming closed, and nothing else.

The case has to be one of the own organisation's: ceilings, rules, phases, seals, admissions and bars hold as they
did. Whoever types a number learns nothing from a refusal: a hidden case and a wrong number are the same.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import reader_policies

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

_BREAK: Final = f"""
create function break_glass(id uuid, wanted text, why text) returns uuid
{_HEAD}
declare
  found_in uuid;
  hours int;
begin
  select c.id into found_in from cases c join participations p on p.scope_id = c.id
   where c.number = upper(wanted) and p.organisation_id = my_organisation() and p.ended_at is null
     and p.persons is not null and not my_actor() = any(p.persons) and not p.sealed
     and p.compartment = any(admitted()) and has_content_role()
     and not exists (select from bars b where b.scope_id = c.id and b.actor_id = my_actor())
     and not exists (select from emergencies e where e.scope_id = c.id and e.actor_id = my_actor()
                        and e.ends_at > statement_clock())
   limit 1;
  if found_in is null or my_actor() is null then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  select t.number into strict hours from access_terms t where t.code = 'emergency_hours'
     and t.valid_from <= today() and (t.valid_until is null or t.valid_until > today());
  insert into emergencies (id, scope_id, actor_id, organisation_id, reason, created_at, ends_at)
  values (break_glass.id, found_in, my_actor(), my_organisation(), why, statement_clock(),
          statement_clock() + make_interval(hours => hours));
  perform set_config('app.glass', (
    select string_agg(x, ',') from jsonb_object_keys(glass_of(my_actor())) x), true);
  return found_in;
end $$
"""

# By the person, or by who answers for it: the chair, a privacy officer of the organisation, the coordinating DPO.
_END: Final = f"""
create function end_emergency(wanted uuid) returns void
{_HEAD}
begin
  update emergencies e set ends_at = clock(), ended_by = my_actor()
   where e.id = wanted and e.ends_at > clock() and (e.actor_id = my_actor() or watches(e.id));
  if not found then
    raise exception 'no such emergency' using errcode = 'P0002';
  end if;
end $$
"""

# Once, when it is over, and never by the one who did it.
_REVIEW: Final = f"""
create function review_emergency(wanted uuid, judged text, why text) returns void
{_HEAD}
begin
  update emergencies e set verdict = judged, review = why, reviewed_by = my_actor(), reviewed_at = clock()
   where e.id = wanted and e.verdict is null and e.ends_at <= clock() and e.actor_id <> my_actor()
     and reviews(e.id);
  if not found then
    raise exception 'no such emergency' using errcode = 'P0002';
  end if;
end $$
"""

_SQL_HEAD: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

# The privacy officer of the person's own organisation, or the DPO of the RIEC for all participants (WGS 1.4(2)).
_REVIEWS: Final = f"""
create function reviews(emergency uuid) returns boolean
{_SQL_HEAD}
  select 'privacy_officer' = any(my_roles()) and exists (
           select from emergencies e where e.id = emergency and e.organisation_id = my_organisation())
      or 'coordinating_dpo' = any(my_roles()) and exists (
           select from organisations o where o.id = my_organisation() and o.kind = 'riec') $$
"""

# And who is told besides: the privacy officers of whose data are in the case, and the chair who may see it.
_WATCHES: Final = f"""
create function watches(emergency uuid) returns boolean
{_SQL_HEAD}
  select reviews(emergency) or exists (
    select from emergencies e where e.id = emergency
       and ('chair' = any(my_roles()) and takes_part(e.scope_id, array['riec'])
            or 'privacy_officer' = any(my_roles()) and exists (
                 select from participations p where p.scope_id = e.scope_id and p.organisation_id = my_organisation()
                    and p.ended_at is null and p.part in ('riec', 'municipality', 'partner')))) $$
"""

# Who watches over it may see no case; the number is all it gets.
_NUMBER: Final = f"""
create function number_of_emergency(emergency uuid) returns text
{_SQL_HEAD}
  select c.number from emergencies e join cases c on c.id = e.scope_id
   where e.id = emergency and (e.actor_id = my_actor() or watches(e.id)) $$
"""

STATEMENTS: list[str] = [
    "alter table access_terms enable row level security",
    "create policy readable on access_terms for select to schakel_app using (true)",
    "grant select on access_terms to schakel_app",
    *reader_policies(["access_terms"]),
    "alter table emergencies enable row level security",
    *reader_policies(["emergencies"]),
    "create policy writes on emergencies for all to schakel_reader using (true) with check (true)",
    "grant insert, update on emergencies to schakel_reader",
    _REVIEWS,
    *definer("reviews(uuid)", "schakel_app"),
    _WATCHES,
    *definer("watches(uuid)", "schakel_app"),
    _NUMBER,
    *definer("number_of_emergency(uuid)", "schakel_app"),
    "create policy known on emergencies for select to schakel_app using (actor_id = my_actor() or watches(id))",
    "grant select on emergencies to schakel_app",
    _BREAK,
    *definer("break_glass(uuid, text, text)", "schakel_app"),
    _END,
    *definer("end_emergency(uuid)", "schakel_app"),
    _REVIEW,
    *definer("review_emergency(uuid, text, text)", "schakel_app"),
]
