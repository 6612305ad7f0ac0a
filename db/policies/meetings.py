"""Meetings: who is invited, who may stay for a case, and what a meeting that was adopted no longer lets anybody change.

Everything about a case lies in that case, so the five policies decide who finds it on an agenda. On a wall everybody in
the room is a viewer: the database shows what all of them may see, and no page has to know who is standing there.
"""

from typing import Final

from db.policies.identity import definer, holds_content_role, holds_role, is_valid

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_PURE: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

CHANGED: Final = "schakel_meeting"
"""The channel on which every change of a meeting is told: its id, and the case or the table it is about."""

_OPEN_MEETING: Final = f"""
create function open_meeting(id uuid) returns void
{_HEAD}
begin
  if not 'chair' = any(my_roles()) or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.kind = 'riec') then
    raise exception 'not the riec' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase) values (open_meeting.id, 'meeting', 'R', 'meeting', 0);
  perform seat(open_meeting.id, my_organisation(), 'convener');
end $$
"""

# Invited is who takes part in a case that is on the agenda; of which cases nobody is told (WGS 2.23(5)). An agenda
# that was not sent yet is the RIEC's own: its items are closed, and nobody is invited.
_INVITE: Final = f"""
create function invite() returns trigger
{_HEAD}
begin
  perform seat(new.meeting_id, p.organisation_id, 'invited')
     from (select distinct x.organisation_id from participations x
             join participations c on c.scope_id = new.meeting_id and c.part = 'convener'
            where x.scope_id = new.case_id and x.ended_at is null and x.organisation_id <> c.organisation_id) p;
  return null;
end $$
"""

_SEND_AGENDA: Final = f"""
create function send_agenda() returns trigger
{_HEAD}
begin
  update agenda_items i set circle = null where i.meeting_id = new.id and i.removed_at is null;
  return null;
end $$
"""

# Who joins a case is invited where it is on the agenda.
_INVITE_ALONG: Final = f"""
create function invite_along() returns trigger
{_HEAD}
begin
  perform seat(m.id, new.organisation_id, 'invited')
     from agenda_items i join meetings m on m.id = i.meeting_id and m.closed_at is null
    where i.case_id = new.scope_id and i.removed_at is null and i.circle is null and m.owner_id <> new.organisation_id;
  return null;
end $$
"""

# What `named` and `compartment` ask of a viewer, asked for others: who of these may be in the room for this case.
_MAY_STAY: Final = f"""
create function may_stay(wanted uuid, people uuid[]) returns setof uuid
{_PURE}
  select a.id from actors a
   where a.id = any(people) and a.active and takes_part(wanted, array['riec'])
     and {holds_content_role("a.id")}
     and exists (select from admissions m where m.actor_id = a.id and m.compartment = 'R' and {is_valid("m")})
     and exists (select from participations p where p.scope_id = wanted and p.organisation_id = a.organisation_id
                    and p.ended_at is null and (p.persons is null or a.id = any(p.persons)))
     and not exists (select from bars b where b.scope_id = wanted and b.actor_id = a.id) $$
"""

# Who can be expected: persons of an invited organisation, or of the RIEC, who work on cases and are admitted; and who
# came, also when that ended since: somebody has to see that they are still in the room.
_EXPECTED: Final = f"""
create function expected(wanted uuid) returns table (person_id uuid, name text, function_title text, organisation_id uuid,
                                                     organisation text, organisation_kind text,
                                                     mandated boolean)
{_PURE}
  select a.id, a.name, a.function_title, o.id, o.name, o.kind, {holds_role("a.id", "mandate_holder")}
    from participations p join organisations o on o.id = p.organisation_id
    join actors a on a.organisation_id = o.id and a.kind = 'person'
   where p.scope_id = wanted and p.ended_at is null and takes_part(wanted, array['convener'])
     and (exists (select from attendances t where t.meeting_id = wanted and t.person_id = a.id)
          or o.active and a.active and {holds_content_role("a.id")}
             and exists (select from admissions m where m.actor_id = a.id and m.compartment = 'R' and {is_valid("m")}))
   order by o.kind <> 'riec', o.name, a.name, a.id $$
"""

# A definer, since whether a meeting is there for somebody depends on its agenda.
_LEADS: Final = f"""
create function leads_meeting(wanted uuid) returns boolean
{_PURE}
  select exists (
    select from meetings m where m.id = wanted and m.owner_id = my_organisation() and m.closed_at is null) $$
"""

# A decision and an action are of a case that is being discussed, now and here.
_ON_THE_TABLE: Final = f"""
create function on_the_table(item uuid, wanted uuid) returns boolean
{_PURE}
  select exists (
    select from agenda_items i join meetings m on m.id = i.meeting_id
     where i.id = item and i.case_id = wanted and i.owner_id = my_organisation() and i.opened_at is not null
       and i.closed_at is null and m.started_at is not null and m.closed_at is null) $$
"""

# The draft until it is adopted; what was adopted, once and as it was; after that corrections only.
_MAY_WRITE: Final = f"""
create function may_minute(item uuid, wanted uuid, what text) returns boolean
{_PURE}
  select exists (
    select from agenda_items i join meetings m on m.id = i.meeting_id
     where i.id = item and i.case_id = wanted and i.owner_id = my_organisation() and i.opened_at is not null
       and case what
           when 'draft' then m.adopted_at is null
           when 'adopted' then m.adopted_at >= transaction_clock()
                and not exists (select from minutes x where x.item_id = i.id and x.kind = 'adopted')
           else m.adopted_at is not null end) $$
"""

# A moment that passed has passed.
_ONCE: Final = f"""
create function once() returns trigger
{_HEAD}
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
  name text;
begin
  foreach name in array tg_argv loop
    if before ->> name is not null and before -> name is distinct from after -> name then
      raise exception '% passed', name using errcode = 'SK001';
    end if;
  end loop;
  return new;
end $$
"""

_TOLD: Final = f"""
create function meeting_changed() returns trigger
{_HEAD}
declare
  changed jsonb := to_jsonb(new);
begin
  -- Of which case: who follows the meeting hears of their own cases alone, and of the others not even that.
  perform pg_notify('{CHANGED}', coalesce(changed ->> 'meeting_id',
    (select i.meeting_id::text from agenda_items i where i.id::text = changed ->> 'item_id'), changed ->> 'id')
    || ' ' || coalesce(changed ->> 'case_id', tg_table_name));
  return null;
end $$
"""

# Before a wall everybody in the room is shown it: each has a line of their own in the log of who looked.
_SEEN_TOGETHER: Final = f"""
create function seen_together(said text, place uuid, objects uuid[], why text, request text) returns void
{_HEAD}
begin
  insert into access_log (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, purpose, outcome,
                          request_id, ground)
  select a.id, a.organisation_id,
         array(select r.role from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
                  and (r.valid_until is null or r.valid_until > today()) order by r.role),
         said, place, objects, why, 'shown', request, 'WGS 2.23(5)'
    from actors a where a.id = any(viewer_actors());
end $$
"""

# For the invited a meeting is there as long as a case of theirs is on its agenda: not before the agenda was sent, not
# for a colleague who may not know of that case, and not when the case was taken off. Before the wall all have come.
_THEIRS: Final = """meetings.owner_id = any(viewers()) or exists (
  select from agenda_items i where i.meeting_id = meetings.id and i.removed_at is null)"""

_BY_THE_CHAIR: Final = "'chair' = any(my_roles())"
_CHECKS: Final = (
    ("meetings", _BY_THE_CHAIR),
    (
        "agenda_items",
        f"{_BY_THE_CHAIR} and takes_part(agenda_items.case_id, array['riec'])"
        " and leads_meeting(agenda_items.meeting_id)",
    ),
    (
        "attendances",
        f"{_BY_THE_CHAIR} and attendances.person_id in (select e.person_id from expected(attendances.meeting_id) e)"
        " and leads_meeting(attendances.meeting_id)",
    ),
    ("decisions", f"{_BY_THE_CHAIR} and on_the_table(decisions.item_id, decisions.case_id)"),
    ("actions", f"{_BY_THE_CHAIR} and on_the_table(actions.item_id, actions.case_id)"),
    (
        "action_reports",
        "exists (select from actions a where a.id = action_reports.action_id and a.case_id = action_reports.case_id"
        " and my_organisation() in (a.organisation_id, a.owner_id))",
    ),
    ("minutes", f"{_BY_THE_CHAIR} and may_minute(minutes.item_id, minutes.case_id, minutes.kind)"),
)

STATEMENTS: list[str] = [
    _OPEN_MEETING,
    *definer("open_meeting(uuid)", "schakel_app"),
    _INVITE,
    *definer("invite()", "schakel_owner"),
    "create trigger invite after insert or update of circle on agenda_items for each row when (new.circle is null)"
    " execute function invite()",
    "create policy sent on agenda_items for update to schakel_reader using (true) with check (true)",
    "grant update (circle) on agenda_items to schakel_reader",
    _SEND_AGENDA,
    *definer("send_agenda()", "schakel_owner"),
    "create trigger send_agenda after update of convened_at on meetings for each row when (new.convened_at is not null)"
    " execute function send_agenda()",
    _INVITE_ALONG,
    *definer("invite_along()", "schakel_owner"),
    "create trigger invite_along after insert or update of ended_at on participations for each row"
    " when (new.kind = 'case' and new.ended_at is null) execute function invite_along()",
    f"create policy theirs on meetings as restrictive for select to schakel_app using ({_THEIRS})",
    _MAY_STAY,
    *definer("may_stay(uuid, uuid[])", "schakel_app"),
    _EXPECTED,
    *definer("expected(uuid)", "schakel_app"),
    _LEADS,
    *definer("leads_meeting(uuid)", "schakel_app"),
    _ON_THE_TABLE,
    *definer("on_the_table(uuid, uuid)", "schakel_app"),
    _MAY_WRITE,
    *definer("may_minute(uuid, uuid, text)", "schakel_app"),
    _ONCE,
    *definer("once()", "schakel_owner"),
    "create trigger once before update on meetings for each row execute function"
    " once('convened_at', 'started_at', 'closed_at', 'adopted_at')",
    # Until it begins a meeting can be moved; after that it was then and there.
    "create trigger begun before update of theme, place, starts_at, ends_at on meetings for each row"
    " when (old.started_at is not null) execute function once('theme', 'place', 'starts_at', 'ends_at')",
    "create trigger once before update on agenda_items for each row execute function once('closed_at', 'removed_at')",
    _TOLD,
    *definer("meeting_changed()", "schakel_owner"),
    *(
        f"create trigger told after insert or update on {table} for each row execute function meeting_changed()"
        for table in ("meetings", "agenda_items", "attendances", "decisions", "actions", "minutes")
    ),
    _SEEN_TOGETHER,
    *definer("seen_together(text, uuid, uuid[], text, text)", "schakel_app"),
    "grant insert (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, purpose, outcome, request_id,"
    " ground) on access_log to schakel_reader",
    "create policy seen_together on access_log for insert to schakel_reader with check (true)",
    *(
        f"create policy decided on {table} as restrictive for insert to schakel_app with check ({check})"
        for table, check in _CHECKS
    ),
    "grant update (theme, place, starts_at, ends_at, convened_at, started_at, closed_at, adopted_at) on meetings to schakel_app",
    "grant update (section, minutes, place, question, opened_at, closed_at, removed_at) on agenda_items to schakel_app",
]
