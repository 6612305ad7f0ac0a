"""Known or not known: one definer function asks, in the same statements whatever the answer is.

What makes a difference that could be measured is taken away, one by one:
- What is closed, sealed or cleared is not in the index: a question about it reads what a question about nothing reads.
- Each organisation is looked up by itself and at most once, so it costs the same whether it wrote something down
  once or a hundred times; and each gets a row in `known_findings`, found or not.
- A person for whom no machine answers is found in the same lookup. The asker is told what it would be told if
  that were not there, and the RIEC is told the rest.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import reader_policies

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_SQL: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

WRONG_KEY: Final = "SK002"
"""The key of the one who asks is not the one the index was made with."""
TOO_MANY: Final = "SK003"
"""The limit of this person or this organisation is reached."""

ASKING: Final = ("riec", "preparation", "municipality", "partner")
"""The parts from which may be asked; who only reported a signal may not (domain.md 2.4)."""
_PARTS: Final = f"array[{', '.join(repr(part) for part in ASKING)}]"

_ASKS: Final = "(o.wgs_participant or o.kind = 'riec')"
"""Who asks and is asked: the participants, and the RIEC, whose subjects the cases hold."""

# Eighteen years after the last day on which the person can have been born.
_GROWN_UP: Final = """
create function grown_up_on(birth_date text) returns date language sql immutable
set search_path = pg_catalog, public, pg_temp as $$
  select (case length(birth_date) when 10 then birth_date::date
            when 7 then (birth_date || '-01')::date + interval '1 month' - interval '1 day'
            when 4 then (birth_date || '-12-31')::date end + interval '18 years')::date
$$
"""

# What can be known by something: whether it answers at all, and until when a person answers for it.
_THINGS: Final = """
create view known_things as
select m.id, 'mention'::text as kind, m.scope_id, m.owner_id, m.circle,
       m.circle is null and g.circle is null and s.sealed_at is null and s.step <> 'closed' as open,
       case when m.kind = 'person' then grown_up_on(m.birth_date) end as quiet_until
  from mentions m join signals g on g.id = m.signal_id join scopes s on s.id = m.scope_id
 union all
select b.id, 'subject', b.scope_id, b.owner_id, b.circle,
       b.circle is null and c.circle is null and s.sealed_at is null and s.step <> 'closed',
       case when b.role in ('victim', 'perpetrator_victim') or exists (
                   select from weighings w where w.subject_id = b.id and w.possible_victim) then 'infinity'
            when b.kind = 'person' then grown_up_on(b.birth_date) end
  from subjects b join cases c on c.id = b.case_id join scopes s on s.id = b.scope_id
"""

# Only of what the one who writes added itself: nobody makes another known.
_INDEX: Final = f"""
create function index_digests(marks jsonb, signed text) returns void
{_HEAD}
begin
  insert into digest_keys (id) select signed where not exists (select from digest_keys) on conflict do nothing;
  perform from digest_keys k where k.id = signed for key share;
  if not found then
    raise exception 'not the key of the index' using errcode = '{WRONG_KEY}';
  end if;
  -- By their ids first: of a join the planner expects a hundred things, and walks all that anybody ever mentioned.
  insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
  with things as materialized (
    select t.* from known_things t
     where t.id = any(array(select m.row_id from jsonb_to_recordset(marks) m(row_id uuid))))
  select t.id, decode(m.digest, 'hex'), t.scope_id, t.owner_id, t.open, t.quiet_until
    from things t join jsonb_to_recordset(marks) m(row_id uuid, digest text) on m.row_id = t.id
   where t.owner_id = my_organisation()
  on conflict do nothing;
end $$
"""

_REFRESH: Final = f"""
create function refresh_digests(scopes uuid[]) returns void
{_HEAD}
begin
  update digests d set open = t.open, quiet_until = t.quiet_until from known_things t
   where d.scope_id = any(scopes) and t.id = d.row_id
     and (d.open, d.quiet_until) is distinct from (t.open, t.quiet_until);
end $$
"""

# A step, a seal, a circle or a decision changes what answers: of a case also what is in it.
_FOLLOW: Final = f"""
create function digests_follow() returns trigger
{_HEAD}
declare
  place uuid := case tg_table_name when 'scopes' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'scope_id' end;
begin
  perform refresh_digests(array(
    select place union select s.id from scopes s where s.parent_id = place and tg_table_name = 'cases'));
  return null;
end $$
"""

# What it was known by before it was corrected, it is not any more; who corrects makes it known anew.
_ANEW: Final = f"""
create function digests_anew() returns trigger
{_HEAD}
begin
  delete from digests d where d.row_id = new.id;
  return null;
end $$
"""

# Each organisation and each digest at most one row of the index, the quiet one first: so it reads as much of who wrote
# something down once as of who did so a hundred times, and of what is closed as much as of what is not there.
_HOLDERS: Final = f"""
create function known_holders(wanted bytea[], but uuid[], mine uuid)
returns table (organisation_id uuid, row_id uuid, quiet boolean)
{_HEAD}
#variable_conflict use_column
begin
  return query
    select o.id, min(hit.row_id::text)::uuid, coalesce(bool_or(hit.quiet), false)
      from organisations o cross join unnest(wanted) w(digest)
      left join lateral (
        select d.row_id, coalesce(d.quiet_until > today(), false) as quiet from digests d
         where d.digest = w.digest and d.owner_id = o.id and d.open and d.scope_id <> all(but)
         order by d.quiet_until desc nulls last limit 1) hit on true
     where o.active and {_ASKS} and o.id <> mine
     group by o.id;
end $$
"""

_ASK: Final = f"""
create function ask_known(id uuid, about uuid, wanted bytea[], bases text[], signed text, ground text, reason text,
                          by_hand boolean, request text) returns uuid
{_HEAD}
#variable_conflict use_variable
declare
  mine uuid := my_organisation();
  thing known_things%rowtype;
  term known_limits%rowtype;
  earlier uuid;
  line uuid[];
  names boolean;
  told uuid[];
begin
  perform from digest_keys k where k.id = signed for key share;
  if not found then
    raise exception 'not the key of the index' using errcode = '{WRONG_KEY}';
  end if;
  select t.* into thing from known_things t where t.id = about;
  if thing.id is null or not takes_part(thing.scope_id, {_PARTS})
     or not (thing.circle is null or thing.owner_id = mine or my_actor() = any(thing.circle))
     or not exists (select from organisations o where o.id = mine and o.active and {_ASKS}) then
    raise exception 'no such thing' using errcode = 'P0002';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('known ' || mine::text, 0));
  select l.* into strict term from known_limits l
   where l.valid_from <= today() and (l.valid_until is null or l.valid_until > today());
  -- What was asked lately is not asked again, unless it was about what this person cannot see.
  select q.id into earlier from known_questions q join known_things t on t.id = q.about_id
   where q.owner_id = mine and q.digests = wanted and q.created_at > clock() - make_interval(days => term.repeat_days)
     and (q.about_id = about or takes_part(t.scope_id, {_PARTS})
          and (t.circle is null or t.owner_id = mine or my_actor() = any(t.circle)))
   order by q.created_at desc limit 1;
  if earlier is not null then
    return earlier;
  end if;
  if (select count(*) from known_questions q where q.owner_id = mine and q.created_at > clock() - interval '1 day')
       >= term.per_organisation
     or (select count(*) from known_questions q where q.owner_id = mine and q.actor_id = my_actor()
            and q.created_at > clock() - interval '1 day') >= term.per_person then
    raise exception 'too many questions' using errcode = '{TOO_MANY}';
  end if;

  -- What lies in the same signal or case is no news to who asks there.
  with recursive up as (
    select s.id, s.parent_id from scopes s where s.id = thing.scope_id
     union select s.id, s.parent_id from scopes s join up u on s.id = u.parent_id),
  down as (
    select u.id from up u where u.parent_id is null
     union select s.id from scopes s join down d on s.parent_id = d.id)
  select array_agg(d.id) into line from down d;
  by_hand := by_hand or coalesce(thing.quiet_until > today(), false);

  -- Whether it is vulnerable is told to who holds it by its own record: that of the asker is not theirs to know.
  insert into known_findings (question_id, organisation_id, found, quiet, row_id, asker_id, bases, ground)
  select id, h.organisation_id, h.row_id is not null, h.quiet, h.row_id, mine, bases, ground
    from known_holders(wanted, line, mine) h;

  -- Which participant it is, is for the preparation team; everybody else turns to the RIEC (domain.md 2.4).
  names := 'preparation' = any(my_roles()) or exists (
    select from participations p where p.scope_id = thing.scope_id and p.organisation_id = mine
       and p.part = 'preparation' and p.ended_at is null);
  told := array(select f.organisation_id from known_findings f where f.question_id = id and f.found and not f.quiet
                 order by 1);
  insert into known_questions (id, about_kind, about_id, scope_id, owner_id, actor_id, bases, digests, ground, reason,
                               answer, routes, hand)
  values (id, thing.kind, about, thing.scope_id, mine, my_actor(), bases, wanted, ground, reason,
          case when by_hand then 'by_hand' when told <> '{{}}' then 'known' else 'not_known' end,
          case when by_hand or told <> '{{}}' and not names then the_riec() else told end,
          by_hand or exists (select from known_findings f where f.question_id = id and f.found and f.quiet));
  -- One line in the log for both sides: an owner finds it by the signal or the subject that was found.
  insert into access_log (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, ground, outcome, request_id)
  values (my_actor(), mine, my_roles(), 'known', thing.scope_id, id || array(
            select t.scope_id from known_findings f join known_things t on t.id = f.row_id
             where f.question_id = id and f.found), ground, 'shown', request);
  return id;
end $$
"""

_THE_RIEC: Final = f"""
create function the_riec() returns uuid[]
{_SQL}
  select coalesce(array_agg(o.id), '{{}}') from organisations o where o.active and o.kind = 'riec' $$
"""

_MAY_SETTLE: Final = f"""
create function may_settle_known(scope uuid) returns boolean
{_SQL}
  select has_content_role() and 'preparation' = any(my_roles()) and 'R' = any(admitted())
     and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = my_actor()) $$
"""

_TO_SETTLE: Final = f"""
create function known_to_settle(most int)
returns table (id uuid, asker_id uuid, asker text, person text, bases text[], ground text, reason text,
               asked_at timestamptz, asked_by_hand boolean, organisations uuid[])
{_SQL}
  select q.id, q.owner_id, o.name, a.name, q.bases, q.ground,
         case when t.circle is null or my_actor() = any(t.circle) then q.reason else '' end, q.created_at,
         q.answer = 'by_hand',
         array(select f.organisation_id from known_findings f where f.question_id = q.id and f.found order by 1)
    from known_questions q join organisations o on o.id = q.owner_id join actors a on a.id = q.actor_id
    join known_things t on t.id = q.about_id
   where q.hand and q.settled_at is null and may_settle_known(q.scope_id)
   order by q.id limit most $$
"""

# To a question that a machine answered already, a person can add that it is known, and says nothing otherwise.
_SETTLE: Final = f"""
create function settle_known(question uuid, outcome text) returns void
{_HEAD}
begin
  if outcome not in ('known', 'not_known') then
    raise exception 'no such outcome' using errcode = 'P0002';
  end if;
  update known_questions q
     set settled_at = clock(), settled_by = my_actor(),
         answered_at = case when q.answer = 'by_hand' or outcome = 'known' then clock() end,
         routes = case when outcome = 'known' then array(
                    select distinct x from unnest(q.routes || the_riec()) x order by 1)
                  when q.answer = 'by_hand' then '{{}}' else q.routes end,
         answer = case when q.answer = 'by_hand' or outcome = 'known' then outcome else q.answer end
   where q.id = question and q.hand and q.settled_at is null and may_settle_known(q.scope_id);
  if not found then
    raise exception 'no such question' using errcode = 'P0002';
  end if;
end $$
"""

# Of the asker's organisation, for who can see what it was about.
_SEEN: Final = """has_content_role() and owner_id = all(viewers()) and 'R' = any(admitted())
  and case about_kind when 'mention' then exists (select from mentions m where m.id = known_questions.about_id)
                      else exists (select from subjects b where b.id = known_questions.about_id) end"""
_SHOWN: Final = (
    "id, about_kind, about_id, scope_id, owner_id, actor_id, bases, ground, reason, answer, routes, created_at,"
    " answered_at"
)

# Of who is found, on the page and in a notice alike.
_FOUND: Final = """
create view known_found with (security_invoker = true) as
select question_id as id, organisation_id, row_id, quiet, asker_id, bases, ground, asked_at from known_findings
 where found
"""

_WAITING: Final = """
create view known_waiting with (security_invoker = true) as select id from known_to_settle(1000)
"""

_FOLLOWED: Final = (
    "create trigger digests_follow after update of step, sealed_at on scopes for each row"
    " when (old.step <> new.step or old.sealed_at is distinct from new.sealed_at) execute function digests_follow()",
    *(
        f"create trigger digests_follow after update of circle on {table} for each row"
        " when (old.circle is distinct from new.circle) execute function digests_follow()"
        for table in ("mentions", "subjects", "signals", "cases")
    ),
    "create trigger digests_follow after insert on weighings for each row when (new.possible_victim)"
    " execute function digests_follow()",
)

_LOGGED: Final = (
    "actor_id, organisation_id, staff_roles, what, scope_id, object_ids, ground, outcome, request_id"
)

STATEMENTS: list[str] = [
    *(f"alter table {table} enable row level security" for table in
      ("digests", "digest_keys", "known_limits", "known_questions", "known_findings")),
    *reader_policies(["digests", "digest_keys", "known_questions", "known_findings"], write=True),
    *reader_policies(["known_limits"]),
    "create policy read on known_limits for select to schakel_app using (true)",
    "grant select on known_limits to schakel_app",
    f"create policy asked on known_questions for select to schakel_app using ({_SEEN})",
    f"grant select ({_SHOWN}) on known_questions to schakel_app",
    "create policy found on known_findings for select to schakel_app using (found and has_content_role()"
    " and organisation_id = all(viewers()) and 'R' = any(admitted()))",
    "grant select on known_findings to schakel_app",
    "create policy reader_adds on access_log for insert to schakel_reader with check (true)",
    f"grant insert ({_LOGGED}) on access_log to schakel_reader",
    _GROWN_UP,
    "revoke all on function grown_up_on(text) from public",
    "grant execute on function grown_up_on(text) to schakel_reader",
    _THINGS,
    "alter view known_things owner to schakel_reader",
    _FOUND,
    "grant select on known_found to schakel_app",
    _INDEX,
    *definer("index_digests(jsonb, text)", "schakel_app"),
    _REFRESH,
    *definer("refresh_digests(uuid[])", "schakel_reader"),
    _FOLLOW,
    *definer("digests_follow()", "schakel_owner"),
    *_FOLLOWED,
    _ANEW,
    *definer("digests_anew()", "schakel_owner"),
    "create trigger digests_anew after update of role, name, name_parts, birth_date, identifier on subjects for each row"
    " execute function digests_anew()",
    _THE_RIEC,
    *definer("the_riec()", "schakel_reader"),
    _HOLDERS,
    *definer("known_holders(bytea[], uuid[], uuid)", "schakel_reader"),
    _ASK,
    *definer("ask_known(uuid, uuid, bytea[], text[], text, text, text, boolean, text)", "schakel_app"),
    _MAY_SETTLE,
    *definer("may_settle_known(uuid)", "schakel_reader"),
    _TO_SETTLE,
    *definer("known_to_settle(int)", "schakel_app"),
    _WAITING,
    "grant select on known_waiting to schakel_app",
    _SETTLE,
    *definer("settle_known(uuid, text)", "schakel_app"),
]  # fmt: skip
