"""Notices: one's own, and only as long as one may see what they are about; mails, for the worker alone.

What a notice is about is looked up in its own table, under that table's policies and in the session of the one
who looks: nothing is decided here a second time. Whom to ask is narrowed by a definer function, since the worker
sees nobody's content; each of those then looks for themselves.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.seeing import seen_by_kind

# Where each kind of thing stands. A round of recertification is over when it is closed.
_PLACES: Final = {
    "signal": "signals",
    "case": "cases",
    "subject": "subjects",
    "request": "requests",
    "intervention": "interventions",
    "recertification": "recertifications",
    "known_waiting": "known_waiting",
    "known_found": "known_found",
    "known_question": "known_questions",
    "contribution": "contributions",
    "unmasking": "unmaskings",
    "agreement": "agreements",
    "emergency": "emergencies",
    "disclosed": "disclosed",
    "meeting": "meetings",
    "action": "actions",
    "proposal": "steering_proposals",
    "released_result": "released_results",
    "concern": "concerns",
    "attachment": "attachments",
    "import": "imports",
}


def sees(t: str) -> str:
    """I may see what the notice is about; a notice about my own account is about nothing else.

    As a scalar subquery for each kind: `exists` the planner may turn into a hash over the whole table.
    """
    looks = " ".join(
        f"when '{kind}' then (select true from {table} o where o.id = {t}.object_id)"
        for kind, table in _PLACES.items()
    )
    return f"{t}.person_id = my_actor() and (case {t}.object_kind {looks} else {t}.object_id = my_actor() end) is true"


# The number beside the bell of every page. Its plan holds the policies of each kind of thing a notice can be about:
# 50 to 100 ms of work, which the driver forgets at each rollback and a function keeps as long as the connection, and
# 3 ms to begin with. Who has nothing unread, whatever it was about, is spared both.
_UNREAD: Final = """
create function has_unread() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from notices where person_id = my_actor() and read_at is null) $$
"""
_UNREAD_NOTICES: Final = """
create function unread_notices(most int) returns bigint
language plpgsql stable set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  if not has_unread() then
    return 0;
  end if;
  return (select count(*) from (select from notices where person_id = my_actor() and read_at is null limit most) n);
end $$
"""

# Persons who take part, through their organisation, in one of these parts and hold one of these roles. A thing is
# a scope, or an intervention, which has one of its own; without parts: everybody with the role. An event of an
# account is for its owner, except the first of its kind, which sets the account up; no other event is for the one
# who did it.
_SET_UP: Final = "('account.password_set', 'account.second_factor_enrolled')"
_TO_TELL: Final = f"""
create function people_to_tell(event bigint, thing uuid, parts text[], roles text[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id
    from actors a
   where a.kind = 'person' and a.active and exists (
         select from actor_roles r where r.actor_id = a.id and r.role = any(roles) and r.valid_from <= today()
            and (r.valid_until is null or r.valid_until > today()))
     and (cardinality(parts) = 0 or a.organisation_id in (
         select p.organisation_id from participations p
          where p.ended_at is null and p.part = any(parts)
            and p.scope_id = coalesce((select i.content_scope_id from interventions i where i.id = thing),
                                  (select c.scope_id from contributions c where c.id = thing),
                                  (select c.scope_id from attachments c where c.id = thing),
                                  (select c.case_id from actions c where c.id = thing), thing)))
     -- What the scanner found is recorded in the name of who added the file, who does not know of it yet.
     and a.id is distinct from (select e.actor_id from events e where e.id = event and e.type <> 'attachment.refused')
  union
  select a.id from actors a
   where a.kind = 'person' and a.active
     and a.id = coalesce((select e.actor_id from events e where e.id = event and e.type like 'account.%'
                             and (e.type not in {_SET_UP} or exists (
                                  select from events x where x.type in {_SET_UP} and x.type = e.type
                                     and x.actor_id = e.actor_id and x.id < e.id))),
                         case when event is null then thing end)
$$
"""

# Whether I was shown a row before it was changed: of nobody else.
_WAS_SHOWN: Final = """
create function was_shown(wanted uuid, place uuid, before timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from access_log a
                  where a.actor_id = my_actor() and a.at < before and a.outcome <> 'refused' and a.object_ids @> array[wanted]
                    and a.scope_id in (place, (select s.parent_id from scopes s where s.id = place))) $$
"""

# Days after which what is late is told to whoever answers for it, and once more after as many again: what the region
# decided last, so that escalating never stops.
_OVERDUE_DAYS: Final = """
create function overdue_days() returns int
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select number from access_terms where code = 'overdue_days' and valid_from <= today() order by valid_from desc limit 1 $$
"""


def _late(name: str, column: str) -> str:
    """The term, or that it is one or two periods overdue: `question`, `question-1`, `question-2`."""
    periods = f"(today() - 1 - {column}) / overdue_days()"
    return f"case {periods} when 0 then '{name}' when 1 then '{name}-1' else '{name}-2' end"


# Looked for over two weeks: who made no notice for that long is no clock. The day itself is still in time.
_TERMS: Final = f"""
create function passed_terms() returns table (term text, thing uuid, due_on date)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select {_late("question", "r.due_on")}, r.id, r.due_on
    from requests r join scopes s on s.id = r.id and s.step in ('dossier', 'weighing')
   where r.due_on < today() and r.due_on >= today() - 3 * overdue_days()
     and not exists (select from answers a where a.request_id = r.id)
  union all
  select {_late("intervention", "i.due_on")}, i.id, i.due_on
    from interventions i join scopes s on s.id = i.scope_id and s.step in ('assignment', 'execution')
   where i.due_on < today() and i.due_on >= today() - 3 * overdue_days()
     and not exists (select from reports d where d.intervention_id = i.id and d.kind = 'completion')
  union all
  select 'action', c.id, c.due_on
    from actions c join scopes s on s.id = c.case_id and s.sealed_at is null
   where c.due_on < today() and c.due_on >= today() - 14
     and not exists (select from action_reports r where r.action_id = c.id and r.outcome <> 'progress')
  union all
  select case when f.due_on < today() then 'feedback-late' else 'feedback-due' end, f.id, f.due_on
    from feedback_due f where f.remind_on <= today() and f.due_on >= today() - 14
  union all
  select 'manager', k.id, k.manager_due_on
    from cases k join scopes s on s.id = k.id and s.step <> 'closed'
   where k.manager_due_on < today() and k.manager_due_on >= today() - 14
     and not exists (select from namings n where n.case_id = k.id)
  union all
  select case when m.valid_until <= today() + 7 then 'admission-7' else 'admission-30' end, m.actor_id, m.valid_until
    from admissions m
   where m.valid_from <= today() and m.valid_until > today() and m.valid_until <= today() + 30
     and not exists (select from admissions x where x.actor_id = m.actor_id and x.compartment = m.compartment
                        and x.valid_until > m.valid_until)
  union all
  select 'agreement-review', g.id, g.review_on
    from agreements g join agreement_kinds k on k.code = g.kind and k.valid_from <= today()
         and (k.valid_until is null or k.valid_until > today())
   where g.review_on <= today() + k.review_days and g.review_on >= today() - 14
     and (g.valid_until is null or g.valid_until > statement_clock())
  union all
  select 'agreement-end', g.id, (g.valid_until at time zone 'Europe/Amsterdam')::date
    from agreements g join agreement_kinds k on k.code = g.kind and k.valid_from <= today()
         and (k.valid_until is null or k.valid_until > today())
   where g.valid_until > statement_clock()
     and (g.valid_until at time zone 'Europe/Amsterdam')::date <= today() + k.end_days
     and not exists (select from agreements x where x.supersedes_id = g.id)
$$
"""

# A mail for a notice whose reader wants it at once, in the transaction that made the notice.
_SEND: Final = """
create function send_notice() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into mails (id, person_id, notice_id) values (gen_random_uuid(), new.person_id, new.id);
  return null;
end $$
"""

_DIGESTS: Final = """
create function open_digests(wanted date) returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with made as (
    insert into mails (id, person_id, day)
    select gen_random_uuid(), n.person_id, wanted
      from notices n join actors a on a.id = n.person_id and a.active and a.email is not null
     where n.mail = 'digest' and n.read_at is null and n.mailed_at is null
     group by n.person_id
    on conflict (person_id, day) do nothing returning 1)
  select count(*) from made
$$
"""

_QUEUE: Final = "attempts, next_attempt_at, delivered_at, dead_at, last_error"

STATEMENTS: list[str] = [
    "alter table notices enable row level security",
    f"create policy mine on notices for select to schakel_app using ({sees('notices')})",
    *seen_by_kind("sees_thing", _PLACES, otherwise="thing = my_actor()"),
    "create policy told on notices for insert to schakel_app"
    " with check (person_id = my_actor() and sees_thing(object_kind, object_id))",
    "create policy noted on notices for update to schakel_app using (person_id = my_actor())"
    " with check (person_id = my_actor())",
    "grant select on notices to schakel_app",
    "grant insert (id, person_id, kind, object_kind, object_id, cause, mail, at) on notices to schakel_app",
    "grant update (read_at, mailed_at) on notices to schakel_app",
    _UNREAD,
    *definer("has_unread()", "schakel_app"),
    _UNREAD_NOTICES,
    "revoke execute on function unread_notices(int) from public",
    "grant execute on function unread_notices(int) to schakel_app",
    "create policy forgets on notices for all to schakel_worker using (at < now() - interval '180 days')",
    "grant select (id, at), delete on notices to schakel_worker",
    "create policy reader on notices for select to schakel_reader using (true)",
    "grant select on notices to schakel_reader",
    "alter table notice_preferences enable row level security",
    "create policy mine on notice_preferences for all to schakel_app using (person_id = my_actor())"
    " with check (person_id = my_actor())",
    "grant select, insert (person_id, kinds, mail), update (mail) on notice_preferences to schakel_app",
    "alter table mails enable row level security",
    "create policy worker_sends on mails for all to schakel_worker using (true) with check (true)",
    f"grant select, update ({_QUEUE}), delete on mails to schakel_worker",
    "create policy reader on mails to schakel_reader using (true) with check (true)",
    "grant select, insert (id, person_id, notice_id, day) on mails to schakel_reader",
    _TO_TELL,
    *definer("people_to_tell(bigint, uuid, text[], text[])", "schakel_worker"),
    _WAS_SHOWN,
    *definer("was_shown(uuid, uuid, timestamptz)", "schakel_app"),
    _OVERDUE_DAYS,
    *definer("overdue_days()", "schakel_reader"),
    _TERMS,
    *definer("passed_terms()", "schakel_worker"),
    _SEND,
    *definer("send_notice()", "schakel_owner"),
    "create trigger send_notice after insert on notices for each row when (new.mail = 'now')"
    " execute function send_notice()",
    _DIGESTS,
    *definer("open_digests(date)", "schakel_worker"),
]
