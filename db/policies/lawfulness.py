"""Reading the logs, for control of lawfulness alone (WGS 1.8(4)): an owner what concerns its own, the auditor all.

The application may add to the logs and not read them; it reads them here, and only for who has the role.
"""

from typing import Final

from db.policies.identity import definer

_HEAD: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"
_CONTROLS: Final = "my_roles() && array['auditor', 'coordinating_dpo']"

# Everything below what a number or an id stands for: who asks about a case asks about all in it. For an owner a place
# it takes no part in stands for nothing: the answer would tell what lies there.
_ABOUT: Final = f"""
create function about(wanted text) returns uuid[]
{_HEAD}
  with recursive called as (
    select id from signals where number = upper(wanted)
     union select id from cases where number = upper(wanted)
     union select case when wanted ~* '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$' then wanted::uuid end
  ), named as (
    select c.id from called c where {_CONTROLS} or not exists (select from scopes s where s.id = c.id)
        or exists (select from participations p where p.scope_id = c.id and p.organisation_id = my_organisation())
  ), line as (
    select id from named
     union select s.id from scopes s join line l on s.parent_id = l.id)
  select coalesce(array_agg(id) filter (where id is not null), '{{}}') from line $$
"""

# What people call the place by: the number of its case, or of a signal that is in none.
_NUMBER_OF: Final = f"""
create function number_of(scope uuid) returns text
{_HEAD}
  with recursive line as (
    select s.id, s.parent_id from scopes s where s.id = scope
     union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
  select coalesce((select c.number from cases c where c.id = l.id), (select g.number from signals g where g.id = l.id))
    from line l where l.parent_id is null limit 1 $$
"""

_LOOK: Final = (
    "(id bigint, at timestamptz, what text, outcome text, person_id uuid, person text, organisation_id uuid,"
    " organisation text, staff_roles text[], scope_id uuid, number text, objects uuid[], rule_id uuid, ground text,"
    " purpose text)"
)
_LOOK_COLUMNS: Final = (
    "a.id, a.at, a.what, a.outcome, a.actor_id, p.name, a.organisation_id, g.name, a.staff_roles, a.scope_id,"
    " number_of(a.scope_id)"
)
# The article by which my organisation looks in this place, by its part there: said with each look (WGS 1.8(4)).
_GROUND_HERE: Final = """
create function ground_here(scope uuid) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select string_agg(distinct c.ground, ', ' order by c.ground)
    from participations p
    join ceilings c on c.compartment = p.compartment and c.part = p.part and c.step = p.step and c.category = 'status'
   where p.scope_id = scope and p.organisation_id = my_organisation() and p.ended_at is null
     and c.valid_from <= today() and (c.valid_until is null or c.valid_until > today()) $$
"""
# A concern is between two, and what was decided of it stands beside the signal that came of it, also of a protected one:
# that there was one is told, and not of whom or which.
_CONCERN: Final = "(a.{} like 'concern%' and a.organisation_id <> my_organisation())"
_LOOK_AT_CONCERN, _DEED_ON_CONCERN = _CONCERN.format("what"), _CONCERN.format("type")
# Whose act would tell the source of a protected signal: see `db.policies.sources`.
_HIDDEN: Final = f"""cross join lateral (
    select source_hidden(a.object_ids || a.scope_id, a.organisation_id) or {_LOOK_AT_CONCERN} as hidden) h"""
_HIDDEN_DEED: Final = f"""cross join lateral (
    select source_hidden(array[a.scope_id], a.organisation_id) or {_DEED_ON_CONCERN} as hidden) h"""
_KNOWN: Final = "(not h.hidden or who is null and of_whom is null)"


def _masked(columns: str) -> str:
    """These columns, without who it was where that would tell the source."""
    for name in ("a.actor_id", "p.name", "a.organisation_id", "g.name"):
        columns = columns.replace(f" {name},", f" case when not h.hidden then {name} end,")
    return columns


_ASKED: Final = """a.at >= since and a.at < until and (before is null or a.id < before)
     and (who is null or a.actor_id = who) and (of_whom is null or a.organisation_id = of_whom)"""
_ON_GROUND: Final = "(article is null or article = any(string_to_array(a.ground, ', ')))"

# What an owner may know of the place of a look: nothing, where it takes no part itself. A question known or not known
# is asked from the case of somebody else; a signal goes on in a case its reporter is not in.
_NUMBER_FOR_ME: Final = f"""
create function number_for_me(scope uuid) returns text
{_HEAD}
  with recursive line as (
    select s.id, s.parent_id, 0 as height from scopes s where s.id = scope
     union all select s.id, s.parent_id, l.height + 1 from scopes s join line l on s.id = l.parent_id)
  select coalesce(c.number, g.number)
    from line l left join cases c on c.id = l.id left join signals g on g.id = l.id
   where coalesce(c.number, g.number) is not null
     and exists (select from participations p where p.scope_id = l.id and p.organisation_id = my_organisation())
   order by l.height desc limit 1 $$
"""
_TAKING_PART: Final = """exists (select from participations p
       where p.scope_id = a.scope_id and p.organisation_id = my_organisation() and p.ended_at is null)"""

# The day a line is of, and within the day an order that nobody can undo: the id of a request is known to who made it.
_PLACE: Final = """
create function place_in_log(a access_log) returns bigint language sql stable set search_path = pg_catalog as $$
  select ((a.at at time zone 'Europe/Amsterdam')::date - date '2000-01-01')::bigint << 36
       | ('x' || left(md5(a.id || coalesce(a.request_id, '')), 9))::bit(36)::bigint $$
"""
_OURS: Final = "a.organisation_id is not distinct from my_organisation()"

# An owner knows its items by the event of their origin: the first about an object is its maker's. What was refused
# was seen by nobody, but that somebody tried concerns the owner as well. Day by day, so that a page reads what it
# shows. Of others the owner learns the day, and their words only where it takes part as well (docs/decisions/0041).
_WHO_READ_MINE: Final = f"""
create function who_read_mine(since timestamptz, until timestamptz, wanted text, who uuid, of_whom uuid, before bigint,
                              most int, article text, readers text) returns table {_LOOK}
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  day timestamp;
  things uuid[] := about(wanted);
  page int := most;
  told bigint;
begin
  if not 'privacy_officer' = any(my_roles()) then
    return;
  end if;
  for day in select generate_series(
      date_trunc('day', least(until, (select max(a.at) from access_log a)) at time zone 'Europe/Amsterdam'),
      date_trunc('day', greatest(since, (select min(a.at) from access_log a)) at time zone 'Europe/Amsterdam'),
      interval '-1 day')
  loop
    continue when day > date '2000-01-01' + least(before >> 36, 100000)::int;
    return query
    select place_in_log(a), case when {_OURS} then a.at else day at time zone 'Europe/Amsterdam' end, a.what::text,
           a.outcome::text, case when not h.hidden then a.actor_id end, case when not h.hidden then p.name::text end,
           case when not h.hidden then a.organisation_id end, case when not h.hidden then g.name::text end, a.staff_roles::text[],
           case when n.number is not null then a.scope_id end, n.number, mine.objects, a.rule_id,
           a.ground::text, case when a.outcome = 'refused' or {_OURS} or {_TAKING_PART} then a.purpose::text end
      from access_log a
     cross join lateral (
       select array_agg(o.id) as objects from (select unnest(a.object_ids) as id union select a.scope_id) o
        where o.id is not null
          and (select e.owner_id from events e where e.object_id = o.id order by e.id limit 1) = my_organisation()) mine
     cross join lateral (select source_hidden(a.object_ids || a.scope_id, a.organisation_id) as hidden) h
     cross join lateral (select number_for_me(a.scope_id) as number) n
      join actors p on p.id = a.actor_id
      join organisations g on g.id = a.organisation_id
     where a.at >= greatest(day at time zone 'Europe/Amsterdam', since)
       and a.at < least((day + interval '1 day') at time zone 'Europe/Amsterdam', until)
       and mine.objects is not null and (before is null or place_in_log(a) < before)
       and (who is null or a.actor_id = who) and (of_whom is null or a.organisation_id = of_whom) and {_KNOWN}
       and (readers is null or (readers = 'own') = ({_OURS})) and {_ON_GROUND}
       and (wanted is null or n.number is not null and a.scope_id = any(things) or mine.objects && things)
     order by 1 desc limit page;
    get diagnostics told = row_count;
    page := page - told;
    exit when page = 0;
  end loop;
end $$
"""

_LOG_OF_ACCESS: Final = f"""
create function log_of_access(since timestamptz, until timestamptz, wanted text, who uuid, of_whom uuid, before bigint,
                              most int, article text, of_kind text, result text) returns table {_LOOK}
{_HEAD}
  select {_masked(_LOOK_COLUMNS)}, case when {_LOOK_AT_CONCERN} then '{{}}' else a.object_ids end, a.rule_id, a.ground, a.purpose
    from access_log a left join actors p on p.id = a.actor_id left join organisations g on g.id = a.organisation_id
    {_HIDDEN}
   where {_CONTROLS} and {_ASKED} and {_KNOWN}
     and (wanted is null or a.scope_id = any(about(wanted)) or a.object_ids && about(wanted))
     and (of_kind is null or a.what = of_kind) and (result is null or a.outcome = result) and {_ON_GROUND}
   order by a.id desc limit most
$$
"""

_LOG_OF_EVENTS: Final = f"""
create function log_of_events(since timestamptz, until timestamptz, wanted text, who uuid, of_whom uuid, before bigint,
                              most int, of_kind text)
returns table (id bigint, at timestamptz, type text, step text, category text, person_id uuid, person text,
               organisation_id uuid, organisation text, scope_id uuid, number text, object_id uuid)
{_HEAD}
  select {_masked("a.id, a.at, a.type, a.step, a.category, a.actor_id, p.name, a.organisation_id, g.name, a.scope_id,")}
         number_of(a.scope_id), case when not {_DEED_ON_CONCERN} then a.object_id end
    from events a left join actors p on p.id = a.actor_id left join organisations g on g.id = a.organisation_id
    {_HIDDEN_DEED}
   where {_CONTROLS} and {_ASKED} and {_KNOWN}
     and (wanted is null or a.scope_id = any(about(wanted)) or a.object_id = any(about(wanted)))
     and (of_kind is null or a.type = of_kind)
   order by a.id desc limit most
$$
"""

# What waits for the sealer is young: older rows are in the chain or were found missing by verifying it.
_CHAIN_STATE: Final = f"""
create function chain_state()
returns table (seals bigint, sealed_rows bigint, sealed_at timestamptz, waiting bigint, checkpoint_seal bigint,
               checkpoint_at timestamptz, key_id text)
{_HEAD}
  with last as (select s.number, s.last_position, s.sealed_at from seals s order by s.number desc limit 1),
       young as (select coalesce((select sealed_at from last), '-infinity') - interval '1 hour' as since),
       signed as (select c.seal_number, c.at, c.key_id from checkpoints c order by c.seal_number desc limit 1)
  select coalesce(last.number, 0), coalesce(last.last_position, 0), last.sealed_at,
         (select count(*) from events e, young where e.at >= young.since and not exists (
            select from seal_entries x where x.log = 'events' and x.row_id = e.id))
         + (select count(*) from access_log a, young where a.at >= young.since and not exists (
            select from seal_entries x where x.log = 'access_log' and x.row_id = a.id)),
         signed.seal_number, signed.at, signed.key_id
    from (values (1)) one(row) left join last on true left join signed on true
   where {_CONTROLS}
$$
"""

# What a partner keeps outside our reach: numbers, a hash and a signature. How many rows there are says how much is
# done in the region, so they are for who controls lawfulness.
_SIGNED_CHECKPOINTS: Final = f"""
create function signed_checkpoints(most int)
returns table (seal bigint, "position" bigint, hash bytea, at timestamptz, key_id text, signature bytea)
{_HEAD}
  select c.seal_number, c.position, c.hash, c.at, c.key_id, c.signature from checkpoints c
   where {_CONTROLS} or 'privacy_officer' = any(my_roles())
   order by c.seal_number desc limit most
$$
"""


def _chain_read() -> list[str]:
    return [
        statement
        for table in ("seals", "seal_entries", "checkpoints")
        for statement in (
            f"create policy reader_reads on {table} for select to schakel_reader using (true)",
            f"grant select on {table} to schakel_reader",
        )
    ]


_ASKED_TYPES: Final = "timestamptz, timestamptz, text, uuid, uuid, bigint, int"

STATEMENTS: list[str] = [
    *_chain_read(),
    _ABOUT,
    *definer("about(text)", "schakel_reader"),
    _NUMBER_OF,
    *definer("number_of(uuid)", "schakel_reader"),
    _NUMBER_FOR_ME,
    *definer("number_for_me(uuid)", "schakel_reader"),
    _PLACE,
    "revoke all on function place_in_log(access_log) from public",
    "grant execute on function place_in_log(access_log) to schakel_reader",
    _WHO_READ_MINE,
    *definer(f"who_read_mine({_ASKED_TYPES}, text, text)", "schakel_app"),
    _LOG_OF_ACCESS,
    *definer(f"log_of_access({_ASKED_TYPES}, text, text, text)", "schakel_app"),
    _LOG_OF_EVENTS,
    *definer(f"log_of_events({_ASKED_TYPES}, text)", "schakel_app"),
    _CHAIN_STATE,
    *definer("chain_state()", "schakel_app"),
    _SIGNED_CHECKPOINTS,
    *definer("signed_checkpoints(int)", "schakel_app"),
    _GROUND_HERE,
    "revoke execute on function ground_here(uuid) from public",
    "grant execute on function ground_here(uuid) to schakel_app",
]
