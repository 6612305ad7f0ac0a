"""Who takes part in a scope, what that row carries, and how news of a new row reaches it.

Participations drive every list and every policy, so they are kept by the database: each carries the state of its
scope, and moves up the list of those, and only those, who can see what was added.
"""

from typing import Final

from db.policies.identity import definer


def let_in(p: str) -> str:
    """Every viewer of the organisation is among the persons this participation is limited to, or it is to none.

    An emergency opens it for as long as it lasts. Nothing more than a column of a row that is read anyhow.
    """
    return f"{p}.persons is null or viewers_of({p}.organisation_id) <@ {p}.persons or {p}.scope_id = any(glass())"


_TAKES_PART: Final = f"""
create function takes_part(wanted uuid, parts text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select has_content_role() and exists (
    select from participations p
     where p.scope_id = wanted and p.organisation_id = my_organisation() and p.ended_at is null
       and p.part = any(parts) and not p.sealed and p.compartment = any(admitted())
       and ({let_in("p")}))
    and not exists (select from bars b where b.scope_id = wanted and b.actor_id = my_actor())
$$
"""

_PARTICIPANTS: Final = f"""
create function participants_of(scope uuid)
returns table (organisation_id uuid, name text, part text, persons jsonb)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select o.id, o.name, p.part, case when p.persons is not null then coalesce((
           select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'function_title', a.function_title)
                            order by a.name, a.id)
             from actors a where a.id = any(p.persons)), '[]') end
    from participations p join organisations o on o.id = p.organisation_id
   where p.scope_id = scope and p.ended_at is null and has_content_role()
     and (select s.compartment from scopes s where s.id = scope) = any(admitted())
     -- Of a meeting the invited know the cases they take part in, and not who comes for others.
     and (p.kind <> 'meeting' or takes_part(scope, array['convener']))
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = any(viewer_actors()))
     and not exists (select from unnest(viewers()) v(id) where not exists (
           select from participations mine where mine.scope_id = scope and mine.organisation_id = v.id
              and mine.ended_at is null and ({let_in("mine")})))
   order by o.name, p.part
$$
"""

# Who acts in a case acts alone in it until the end of the transaction. Each act moves several organisations up
# their lists, and then perhaps all of them; two at once would sooner or later wait for each other for ever.
_HOLD: Final = """
create function hold(scope uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(root.id::text, 0)) from (
    with recursive line as (
      select s.id, s.parent_id from scopes s where s.id = scope
       union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
    select l.id from line l where l.parent_id is null) root;
end $$
"""


def touching(name: str, more: str = "") -> str:
    """The trigger that tells those, and only those, who can see a new row; `more`: what else seeing it takes."""
    return f"""
create function {name}() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- One moment for the whole act: what it added first has told everyone already.
  moment timestamptz := transaction_clock();
begin
  if not exists (select from fresh n join participations p on p.scope_id = n.scope_id
                  where p.ended_at is null and p.last_activity_at < moment) then
    return null;
  end if;
  perform hold(n.scope_id) from (select distinct f.scope_id from fresh f order by 1) n;
  -- Only organisations that can see a new row notice that something happened (no trace for the others).
  with recursive sighted as (
    select distinct n.scope_id, p.organisation_id
      from fresh n
      join participations p on p.scope_id = n.scope_id and p.ended_at is null
      join organisations o on o.id = n.owner_id
     where p.organisation_id = n.owner_id
        or n.circle is null and exists (
           select from sharing_decisions d
            where d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
              and d.step = p.step and d.category = n.category and d.level <> 'existence'
              and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
              and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end)){more}
  ), line as (
    select scope_id, organisation_id from sighted
     union
    select s.parent_id, l.organisation_id from line l join scopes s on s.id = l.scope_id
     where s.parent_id is not null
  )
  update participations p set last_activity_at = moment from line l
   where p.scope_id = l.scope_id and p.organisation_id = l.organisation_id and p.last_activity_at < moment;
  return null;
end $$
"""


# Of a relation only who sees both subjects may notice anything.
_SEES_BOTH: Final = """
           and not exists (
             select from subjects b where b.id in (n.from_id, n.to_id) and not exists (
               select from in_sight(array[b.id], array[b.owner_id], array[b.category], p.organisation_id)))"""

# The state of a scope, told to everyone who takes part in it.
_SETTLE_IN: Final = """
create function settle_in() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  above uuid;
begin
  select s.kind, s.compartment, s.step, s.phase, s.sealed_at is not null,
         coalesce(s.municipality_code = o.municipality_code, false), case when s.kind <> 'signal' then s.parent_id end
    into strict new.kind, new.compartment, new.step, new.phase, new.sealed, new.own_territory, above
    from scopes s, organisations o where s.id = new.scope_id and o.id = new.organisation_id;
  -- Limited to persons as the organisation is here already, or in the case above.
  select p.persons into new.persons from participations p
   where p.organisation_id = new.organisation_id and p.ended_at is null and p.scope_id in (new.scope_id, above)
   order by p.scope_id = new.scope_id desc limit 1;
  -- Who joins finds it as it stands for the others.
  select coalesce(bool_or(p.waiting), true) into new.waiting from participations p where p.scope_id = new.scope_id;
  return new;
end $$
"""

_FOLLOW: Final = """
create function follow() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update participations p
     set compartment = new.compartment, step = new.step, phase = new.phase, sealed = new.sealed_at is not null,
         waiting = case when new.kind = 'case' then new.step = 'evaluation' or not managed(new.id) else p.waiting end
   where p.scope_id = new.id;
  return null;
end $$
"""

WAITING: Final = ("submitted", "sent_back", "asked", "proposed", "deferred", "accepted", "in_progress")
"""The statuses of a signal, a question and an intervention with which somebody still has something to do."""

_WAITS: Final = f"any('{{{','.join(WAITING)}}}')"

# A signal and a question are their scope; an intervention stands with its subject, and its content in a corner. What a
# brought-in signal was made from waits for its reporter alone: the RIEC decides on what it wrote of it.
_MARK_WAITING: Final = f"""
create function mark_waiting() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  waits boolean := new.status = {_WAITS};
  made_from boolean;
begin
  perform hold(new.scope_id);
  made_from := exists (select from signals g join scopes s on s.id = g.id
                        where g.id = new.of_id and g.protection = 'origin' and s.parent_id is not null);
  update participations p set waiting = waits and not (made_from and p.part = 'riec')
   where p.scope_id = coalesce((select i.content_scope_id from interventions i where i.id = new.of_id), new.of_id)
     and p.kind in ('signal', 'request', 'intervention')
     and p.waiting <> (waits and not (made_from and p.part = 'riec'));
  return null;
end $$
"""

# A case waits for the municipality to name who manages it, and in evaluation for the chair to close it.
_MANAGED: Final = """
create function managed(case_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from namings n where n.case_id = managed.case_id) $$
"""

_MARK_MANAGED: Final = """
create function mark_managed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(new.case_id);
  update participations p set waiting = false
   where p.scope_id = new.case_id and p.kind = 'case' and p.waiting and p.step <> 'evaluation';
  return null;
end $$
"""

# What was over before the bit was there. Written out: what `managed()` may read is granted later in a migration.
_EARLIER: Final = f"""
update participations p set waiting = false
 where p.waiting and case
       when p.kind = 'case' then p.step <> 'evaluation' and exists (select from namings n where n.case_id = p.scope_id)
       when p.kind in ('signal', 'request', 'intervention') then (
            select t.status from statuses t
             where t.of_id = coalesce((select i.id from interventions i where i.content_scope_id = p.scope_id), p.scope_id)
             order by t.id desc limit 1) = {_WAITS} is false
       else false end
"""

STATEMENTS: list[str] = [
    _TAKES_PART,
    *definer("takes_part(uuid, text[])", "schakel_app"),
    _PARTICIPANTS,
    *definer("participants_of(uuid)", "schakel_app"),
    _HOLD,
    *definer("hold(uuid)", "schakel_reader"),
    touching("touch"),
    *definer("touch()", "schakel_owner"),
    touching("touch_pair", _SEES_BOTH),
    *definer("touch_pair()", "schakel_owner"),
    _SETTLE_IN,
    *definer("settle_in()", "schakel_owner"),
    "create trigger settle_in before insert on participations for each row execute function settle_in()",
    _MANAGED,
    *definer("managed(uuid)", "schakel_reader"),
    _FOLLOW,
    *definer("follow()", "schakel_owner"),
    "create trigger follow after update on scopes for each row execute function follow()",
    _MARK_WAITING,
    *definer("mark_waiting()", "schakel_owner"),
    "create trigger mark_waiting after insert on statuses for each row execute function mark_waiting()",
    _MARK_MANAGED,
    *definer("mark_managed()", "schakel_owner"),
    "create trigger mark_managed after insert on namings for each row execute function mark_managed()",
    _EARLIER,
]
