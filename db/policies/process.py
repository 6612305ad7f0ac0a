"""Shared state changes here and nowhere else: small definer functions, each of which checks its evidence.

An UPDATE under the policies of `db.policies.sharing` would silently touch nothing that is not one's own, so
step, phase, seal and guest list are the database's to change, on the word of a row somebody wrote.
"""

from typing import Final

from db.policies.identity import definer

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

# Rows of one scope carry one moment, so that lists can tell them apart by (moment, scope) alone.
_SEAT: Final = f"""
create function seat(scope uuid, organisation uuid, wanted text) returns void
{_HEAD}
begin
  insert into participations (id, scope_id, organisation_id, part, last_activity_at)
  values (gen_random_uuid(), scope, organisation, wanted, coalesce(
           (select max(p.last_activity_at) from participations p
             where p.scope_id = scope and p.organisation_id = organisation), clock()))
  on conflict (scope_id, organisation_id, part) do update set ended_at = null, persons = excluded.persons;
end $$
"""

_OPEN_SIGNAL: Final = f"""
create function open_signal(id uuid, territory text) returns void
{_HEAD}
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.wgs_participant) then
    raise exception 'not a participant' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_signal.id, 'signal', 'R', 'detection', 0, territory);
  perform seat(open_signal.id, my_organisation(), 'reporter');
  perform seat(open_signal.id, o.id, 'preparation') from organisations o where o.active and o.preparation;
  perform seat(open_signal.id, o.id, 'riec') from organisations o where o.active and o.kind = 'riec';
  perform seat(open_signal.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = territory;
end $$
"""

_OPEN_CASE: Final = f"""
create function open_case(id uuid, territory text) returns void
{_HEAD}
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.kind = 'riec') then
    raise exception 'not the riec' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_case.id, 'case', 'R', 'dossier', 0, territory);
  perform seat(open_case.id, my_organisation(), 'riec');
  perform seat(open_case.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = territory;
  perform start_named(open_case.id, p.organisation_id) from participations p where p.scope_id = open_case.id;
end $$
"""

_OPEN_SUBJECT: Final = f"""
create function open_subject(id uuid, parent uuid) returns void
{_HEAD}
begin
  perform hold(parent);
  if not takes_part(parent, array['riec', 'municipality']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
  select open_subject.id, 'subject', s.id, s.compartment, 'dossier', s.phase, s.municipality_code
    from scopes s where s.id = parent and s.kind = 'case';
  if not found then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  perform seat(open_subject.id, p.organisation_id, p.part)
     from participations p where p.scope_id = parent and p.ended_at is null;
  insert into bars (scope_id, actor_id, reason)
  select open_subject.id, b.actor_id, b.reason from bars b where b.scope_id = parent;
  perform recount(parent);
end $$
"""

# A question and an intervention have a guest list of their own: who asks, who is asked, and the RIEC.
_OPEN_CORNER: Final = f"""
create function open_corner(id uuid, parent uuid, what text, guest uuid) returns void
{_HEAD}
begin
  perform hold(parent);
  if what not in ('request', 'intervention')
     or not takes_part(parent, case what when 'request' then array['riec', 'municipality']
                                         else array['riec'] end) then
    raise exception 'no such parent' using errcode = 'P0002';
  end if;
  -- Only who is on the case's list can be asked: the question itself tells that there is a case (WGS 2.23(5)).
  if not exists (select from participations p where p.scope_id = parent and p.organisation_id = guest
                    and p.ended_at is null) then
    raise exception 'guest takes no part' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
  select open_corner.id, what, s.id, s.compartment, s.step, s.phase, s.municipality_code
    from scopes s where s.id = parent and (s.kind = 'subject' or what = 'request' and s.kind = 'case');
  if not found then
    raise exception 'no such parent' using errcode = 'P0002';
  end if;
  perform seat(open_corner.id, my_organisation(), case what when 'request' then 'asker' else 'riec' end);
  perform seat(open_corner.id, guest, case what when 'request' then 'asked' else 'assignee' end);
  perform seat(open_corner.id, o.id, 'riec') from organisations o
    join participations p on p.organisation_id = o.id and p.scope_id = parent and p.ended_at is null
   where o.kind = 'riec';
  insert into bars (scope_id, actor_id, reason)
  select open_corner.id, b.actor_id, b.reason from bars b where b.scope_id = parent;
end $$
"""

_ADMIT: Final = f"""
create function admit(scope uuid, organisation uuid, wanted text) returns void
{_HEAD}
declare
  newly boolean;
begin
  perform hold(scope);
  if not takes_part(scope, array['riec']) or wanted not in ('partner', 'municipality')
     or not exists (select from scopes s where s.id = scope and s.kind = 'case')
     or not exists (select from organisations o where o.id = organisation and o.active and o.wgs_participant)
  then
    raise exception 'cannot admit' using errcode = 'P0002';
  end if;
  newly := not exists (select from participations p where p.scope_id = scope and p.ended_at is null
                          and p.organisation_id = organisation);
  perform seat(s.id, organisation, wanted) from scopes s
    where s.id = scope or s.parent_id = scope and s.kind = 'subject';
  if newly then
    perform start_named(scope, organisation);
  end if;
end $$
"""

_ORDER: Final = "array['dossier', 'weighing', 'assignment', 'execution', 'evaluation', 'closed']"

# A case stands where the earliest of its open subjects stands; what hangs below a scope follows it. What hangs below comes
# as one array: with `or` between two questions PostgreSQL reads every scope there is, at each act.
_RECOUNT: Final = f"""
create function recount(case_id uuid) returns void
{_HEAD}
begin
  update scopes c set step = coalesce(
      (select s.step from scopes s where s.parent_id = c.id and s.kind = 'subject' and s.step <> 'closed'
        order by array_position({_ORDER}, s.step) limit 1),
      case when exists (select from scopes s where s.parent_id = c.id and s.kind = 'subject')
           then 'evaluation' else 'dossier' end)
   where c.id = case_id and c.sealed_at is null;
  update scopes r set step = c.step from scopes c
   where c.id = case_id and r.kind in ('request', 'signal') and r.parent_id = any(array(
           select case_id union all select g.id from scopes g where g.parent_id = case_id and g.kind = 'signal'));
end $$
"""

_ADVANCE: Final = f"""
create function advance(scope uuid, proof uuid) returns text
{_HEAD}
declare
  stands scopes;
  target text;
begin
  perform hold(scope);
  select * into stands from scopes s where s.id = scope;
  if not found or stands.sealed_at is not null or not has_content_role() or not exists (
       select from participations p where p.scope_id = scope and p.organisation_id = my_organisation()
          and p.ended_at is null) then
    raise exception 'no such scope' using errcode = 'P0002';
  end if;
  select t.to_step into target
    from evidence e join transitions t on t.act = e.act and t.kind = stands.kind and t.from_step = stands.step
   where e.id = proof and e.scope_id = scope and e.owner_id = my_organisation()
     and e.created_at >= transaction_clock()
     and exists (select from participations p where p.scope_id = e.written_in and p.ended_at is null
                    and p.organisation_id = my_organisation() and p.part = any(t.parts));
  if target is null then
    raise exception 'the evidence does not move this scope' using errcode = 'SK001';
  end if;
  if stands.kind = 'subject' and stands.step in ('assignment', 'execution') and not settled(scope) then
    return stands.step;
  end if;
  update scopes s set step = target where s.id = scope or s.parent_id = scope;
  if stands.parent_id is not null then
    perform recount(stands.parent_id);
  end if;
  return target;
end $$
"""

_ATTACH: Final = f"""
create function attach(signal uuid, case_id uuid, proof uuid) returns void
{_HEAD}
begin
  perform hold(case_id);
  if not takes_part(case_id, array['riec']) or not exists (
       select from assessments a where a.id = proof and a.signal_id = signal and a.case_id = attach.case_id
          and a.outcome = 'take_up' and a.owner_id = my_organisation()
          and a.created_at >= transaction_clock()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  update scopes s set parent_id = case_id where s.id = signal and s.kind = 'signal' and s.parent_id is null;
  insert into bars (scope_id, actor_id, reason)
  select s.id, b.actor_id, b.reason from bars b, scopes s
   where b.scope_id = attach.case_id and (s.id = signal or s.parent_id = signal) on conflict do nothing;
end $$
"""

# What a signal of the RIEC was made from goes where that goes: `open_brought_in()` looked whether it may.
_HANG: Final = f"""
create function hang(origin uuid, below uuid) returns void
{_HEAD}
begin
  update scopes s set parent_id = below where s.id = origin and s.kind = 'signal' and s.parent_id is null;
  insert into bars (scope_id, actor_id, reason)
  select origin, b.actor_id, b.reason from bars b where b.scope_id = below on conflict do nothing;
end $$
"""

_OPEN_PHASE: Final = f"""
create function open_phase(case_id uuid, proof uuid) returns void
{_HEAD}
declare
  wanted int;
begin
  perform hold(case_id);
  select p.phase into wanted from phases p
   where p.id = proof and p.scope_id = open_phase.case_id and p.owner_id = my_organisation()
     and p.created_at >= transaction_clock();
  if wanted is null or not takes_part(case_id, array['riec']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.phase = wanted - 1;
  if not found then
    raise exception 'phases open one by one' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id where c.kind <> 'signal')
  update scopes s set phase = wanted where s.id in (select id from line);
end $$
"""

_SEAL: Final = f"""
create function seal(case_id uuid, proof uuid) returns void
{_HEAD}
begin
  perform hold(case_id);
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.sealed_at is null;
  if not found or not takes_part(case_id, array['riec']) or not exists (
       select from closures c where c.id = proof and c.scope_id = seal.case_id and c.owner_id = my_organisation()
          and c.created_at >= transaction_clock()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  if exists (select from scopes s where s.parent_id = case_id and s.kind = 'subject'
                and s.step not in ('evaluation', 'closed')) then
    raise exception 'subjects are still open' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id)
  update scopes s set step = 'closed', sealed_at = clock() where s.id in (select id from line);
end $$
"""

# Its subjects stay where they are: which of them is taken up once more is decided apart.
_REOPEN: Final = f"""
create function reopen(case_id uuid, proof uuid) returns void
{_HEAD}
begin
  perform hold(case_id);
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.sealed_at is not null;
  if not found then
    raise exception 'it is not closed' using errcode = 'SK001';
  end if;
  if not exists (
       select from reopenings r where r.id = proof and r.scope_id = reopen.case_id and r.subject_id is null
          and r.owner_id = my_organisation() and r.created_at >= transaction_clock()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id)
  update scopes s set sealed_at = null where s.id in (select id from line);
  perform recount(case_id);
end $$
"""

# Written in a sealed case too, so who may is said once more here: the chair of the RIEC that takes part.
_BY_THE_CHAIR: Final = """
create policy decided on reopenings as restrictive for insert to schakel_app with check (
  'chair' = any(my_roles()) and exists (
    select from participations p where p.scope_id = reopenings.scope_id and p.organisation_id = my_organisation()
       and p.part = 'riec' and p.ended_at is null))
"""

STATEMENTS: list[str] = [
    _SEAT,
    *definer("seat(uuid, uuid, text)", "schakel_reader"),
    _RECOUNT,
    *definer("recount(uuid)", "schakel_reader"),
    _OPEN_SIGNAL,
    *definer("open_signal(uuid, text)", "schakel_app"),
    _OPEN_CASE,
    *definer("open_case(uuid, text)", "schakel_app"),
    _OPEN_SUBJECT,
    *definer("open_subject(uuid, uuid)", "schakel_app"),
    _OPEN_CORNER,
    *definer("open_corner(uuid, uuid, text, uuid)", "schakel_app"),
    _ADMIT,
    *definer("admit(uuid, uuid, text)", "schakel_app"),
    _ADVANCE,
    *definer("advance(uuid, uuid)", "schakel_app"),
    _ATTACH,
    *definer("attach(uuid, uuid, uuid)", "schakel_app"),
    _HANG,
    *definer("hang(uuid, uuid)", "schakel_reader"),
    _OPEN_PHASE,
    *definer("open_phase(uuid, uuid)", "schakel_app"),
    _SEAL,
    *definer("seal(uuid, uuid)", "schakel_app"),
    _REOPEN,
    *definer("reopen(uuid, uuid)", "schakel_app"),
    _BY_THE_CHAIR,
]
