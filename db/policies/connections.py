"""Connections: one definer function finds who or what could belong together, among what the one who asks may see.

- Each organisation has keys of its own (`posting_key`), so a lookup reads only what lies where that organisation takes
  part: nothing of anybody else is counted, pushes anything out, or costs time.
- What is closed to others, ended or sealed is not filed for them at all; the policies are asked of what is found.
- As long as no advice is noted (domain.md 2.12) only strong identifiers within one case are looked up; that is decided here.

What people decided of two is seen by who sees both of them.
"""

from typing import Final

from db.policies.administration import ADMINISTRATOR
from db.policies.identity import BY_ME, definer
from db.policies.known import WRONG_KEY
from db.policies.participations import touching
from db.policies.sharing import reader_policies, visible

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_SQL: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

HOT: Final = 200
"""Of a key so much is read and no more; what more than so many share says nothing by itself, unless it is a strong one."""
MOST_LOOKED_AT: Final = 300
"""Of so many it is asked whether they may be seen, those that share most first."""

# What can be connected, with the columns that sharing stands on.
_THINGS: Final = """
create view connection_things as
select m.id, 'mention'::text as thing, m.scope_id, m.owner_id, m.category, m.circle, m.kind, m.name, m.name_parts,
       null::text[] as aliases, m.birth_date, m.identifier_kind, m.identifier from mentions m
 union all
select b.id, 'subject', b.scope_id, b.owner_id, b.category, b.circle, b.kind, b.name, b.name_parts,
       b.aliases, b.birth_date, b.identifier_kind, b.identifier from subjects b
"""

# A key is random, so that mixed with an id it is another random key: no organisation finds what is filed for another.
# Without a search path of its own, so that it becomes part of the statement; those who call it have one.
_POSTING_KEY: Final = """
create function posting_key(key bigint, organisation uuid) returns bigint language sql immutable parallel safe as $$
  select key # ('x' || right(replace(organisation::text, '-', ''), 16))::bit(64)::bigint $$
"""

_FILED_FOR: Final = """
create view connection_seats as
select distinct e.row_id, p.organisation_id
  from connection_entries e join connection_things t on t.id = e.row_id
  join scopes s on s.id = e.scope_id and s.sealed_at is null and s.step <> 'closed'
  join participations p on p.scope_id = e.scope_id
 where p.ended_at is null and cardinality(e.keys) > 0
   and (t.circle is null or p.organisation_id = t.owner_id or exists (
          select from actors a where a.id = any(t.circle) and a.organisation_id = p.organisation_id))
"""

# What was filed and should be no more goes, what should be comes; the rest stays as it is.
_REFILE: Final = f"""
create function refile(wanted uuid[]) returns void
{_HEAD}
begin
  with due as materialized (
    select e.row_id, e.number, e.keys, e.organisations as was,
           array(select s.organisation_id from connection_seats s where s.row_id = e.row_id order by 1) as should
      from connection_entries e where e.row_id = any(wanted)),
  gone as (
    delete from connection_postings x using due d, unnest(d.was) o(id), unnest(d.keys) k(key)
     where x.key = posting_key(k.key, o.id) and x.number = d.number and o.id <> all(d.should)),
  come as (
    insert into connection_postings (key, number)
    select posting_key(k.key, o.id), d.number from due d, unnest(d.should) o(id), unnest(d.keys) k(key)
     where o.id <> all(d.was) on conflict do nothing)
  update connection_entries e set organisations = d.should from due d
   where e.row_id = d.row_id and e.organisations <> d.should;
end $$
"""

_UNFILE: Final = f"""
create function unfile(wanted uuid[]) returns void
{_HEAD}
begin
  delete from connection_postings x using connection_entries e, unnest(e.organisations) o(id), unnest(e.keys) k(key)
   where e.row_id = any(wanted) and x.key = posting_key(k.key, o.id) and x.number = e.number;
  delete from connection_entries e where e.row_id = any(wanted);
end $$
"""

# Of what the one who writes added itself; under the key that everything else was filed with.
_FILE: Final = f"""
create function file_connections(marks jsonb, signed text) returns void
{_HEAD}
declare
  made uuid[];
begin
  insert into digest_keys (id) select signed where not exists (select from digest_keys) on conflict do nothing;
  perform from digest_keys k where k.id = signed for key share;
  if not found then
    raise exception 'not the key of the index' using errcode = '{WRONG_KEY}';
  end if;
  -- By their ids first, as in `index_digests()`.
  with things as materialized (
    select t.id, t.scope_id, t.owner_id from connection_things t
     where t.id = any(array(select m.row_id from jsonb_to_recordset(marks) m(row_id uuid)))),
  filed as (
    insert into connection_entries (row_id, version, scope_id, keys, organisations)
    select t.id, m.version, t.scope_id, array(select jsonb_array_elements_text(m.keys)::bigint), '{{}}'
      from things t join jsonb_to_recordset(marks) m(row_id uuid, version int, keys jsonb) on m.row_id = t.id
     where t.owner_id = my_organisation()
    on conflict do nothing returning row_id)
  select array_agg(row_id) into made from filed;
  perform refile(made);
end $$
"""

# A step, a seal, a circle or who takes part changes for whom it is filed. What is the same afterwards is not touched.
_FOLLOW: Final = f"""
create function connections_follow() returns trigger
{_HEAD}
declare
  place uuid := case tg_table_name when 'scopes' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'scope_id' end;
  filed uuid[] := array(select e.row_id from connection_entries e where e.scope_id = place);
begin
  -- Whoever takes part in something new finds it empty.
  if cardinality(filed) > 0 then
    perform refile(filed);
  end if;
  return null;
end $$
"""

# What it was filed under before it was corrected; who corrects files it anew.
_ANEW: Final = f"""
create function connections_anew() returns trigger
{_HEAD}
begin
  perform unfile(array[new.id]);
  return null;
end $$
"""

_FOLLOWED: Final = (
    "create trigger connections_follow after update of step, sealed_at on scopes for each row"
    " when ((old.step = 'closed') <> (new.step = 'closed') or old.sealed_at is distinct from new.sealed_at)"
    " execute function connections_follow()",
    "create trigger connections_follow_guests after insert on participations for each row"
    " execute function connections_follow()",
    "create trigger connections_follow_leavers after update of ended_at on participations for each row"
    " when (old.ended_at is distinct from new.ended_at) execute function connections_follow()",
    *(
        f"create trigger connections_follow after update of circle on {table} for each row"
        " when (old.circle is distinct from new.circle) execute function connections_follow()"
        for table in ("mentions", "subjects")
    ),
    "create trigger connections_anew after update of name, name_parts, aliases, birth_date, identifier on subjects"
    " for each row execute function connections_anew()",
)

_ARE_ON: Final = f"""
create function connections_are_on() returns boolean
{_SQL} select exists (select from connection_advices a where a.ended_at is null) $$
"""

_VISIBLE: Final = visible("t")
_FOUND: Final = (
    "t.id, t.thing, t.scope_id, t.kind::text, t.name::text, t.name_parts, t.aliases, t.birth_date::text,"
    " t.identifier_kind::text, t.identifier::text"
)

# Newest first where a key is full; a candidate is judged only until enough are found. Within a case every entry is looked at.
_FIND: Final = f"""
create function find_connections(about uuid, wanted bigint[], weights int[], strong boolean[], most int)
returns table (id uuid, thing text, scope_id uuid, kind text, name text, name_parts jsonb, aliases text[], birth_date text,
               identifier_kind text, identifier text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  place uuid;
  line uuid[];
begin
  select t.scope_id into place from connection_things t where t.id = about and {_VISIBLE};
  if place is null then
    return;
  end if;
  if connections_are_on() then
    return query
      with keys as materialized (
        select w.weight, w.strong, array(select x.number from connection_postings x where x.key = posting_key(w.key, viewers.id)
                                order by x.number desc limit {HOT} + 1) as held
          from unnest(wanted, weights, strong) w(key, weight, strong) cross join (select (viewers())[1]) viewers(id)),
      candidates as materialized (
        select h.number, sum(k.weight) as weight from keys k cross join unnest(k.held) h(number)
         where cardinality(k.held) <= {HOT} or k.strong group by 1 order by 2 desc, 1 desc limit {MOST_LOOKED_AT})
      select {_FOUND} from candidates c
        cross join lateral (select e.row_id from connection_entries e where e.number = c.number) e
        cross join lateral (select * from connection_things x where x.id = e.row_id) t
       where t.id <> about and {_VISIBLE} limit most;
    return;
  end if;
  with recursive up as (
    select s.id, s.parent_id from scopes s where s.id = place
     union select s.id, s.parent_id from scopes s join up u on s.id = u.parent_id),
  down as (
    select u.id from up u where u.parent_id is null
     union select s.id from scopes s join down d on s.parent_id = d.id)
  select array_agg(d.id) into line from down d;
  return query
    select {_FOUND} from connection_entries e
      cross join lateral (select * from connection_things x where x.id = e.row_id) t
     where e.scope_id = any(line) and e.keys && array(select w.key from unnest(wanted, strong) w(key, strong) where w.strong)
       and t.id <> about and {_VISIBLE} limit most;
end $$
"""

# As whoever asks: the policies of mentions and subjects decide, on a wall those of everybody. Nobody is an exception, the owner
# neither: what it decided would tell of an end that is hidden since.
_BOTH: Final = " and ".join(
    f"(exists (select from mentions m where m.id = connections.{end})"
    f" or exists (select from subjects s where s.id = connections.{end}))"
    for end in ("from_id", "to_id")
)
# It lies where the first lies, in the same category and as closed.
_PLACED: Final = " or ".join(
    f"exists (select from {table} x where x.id = connections.from_id and x.scope_id = connections.scope_id"
    " and x.category = connections.category and x.circle is not distinct from connections.circle)"
    for table in ("mentions", "subjects")
)
_TOLD: Final = "('connection.linked', 'connection.parted', 'connection.undone')"

# Only who sees both ends notices that something was decided.
_SEES_BOTH: Final = """
           and not exists (
             select from connection_things t where t.id in (n.from_id, n.to_id) and (t.circle is not null or not exists (
               select from in_sight(array[t.scope_id], array[t.owner_id], array[t.category], p.organisation_id))))"""

STATEMENTS: list[str] = [
    *(
        f"alter table {table} enable row level security"
        for table in ("connection_entries", "connection_postings", "connection_advices")
    ),
    *reader_policies(["connection_entries", "connection_postings"], write=True),
    *reader_policies(["connection_advices"]),
    "create policy readable on connection_advices for select to schakel_app using (my_actor() is not null)",
    "grant select on connection_advices to schakel_app",
    f"create policy administered on connection_advices for insert to schakel_app with check ({BY_ME} and {ADMINISTRATOR})",
    "grant insert (id, number, assessed_on, organisation_id, actor_id) on connection_advices to schakel_app",
    f"create policy ended on connection_advices for update to schakel_app using (ended_at is null and {ADMINISTRATOR})"
    " with check (ended_at is not null and ended_by = my_actor())",
    "grant update (ended_at, ended_by) on connection_advices to schakel_app",
    _THINGS,
    "alter view connection_things owner to schakel_reader",
    _POSTING_KEY,
    "revoke all on function posting_key(bigint, uuid) from public",
    "grant execute on function posting_key(bigint, uuid) to schakel_reader",
    _FILED_FOR,
    "alter view connection_seats owner to schakel_reader",
    _REFILE,
    *definer("refile(uuid[])", "schakel_reader", "schakel_owner"),
    _UNFILE,
    *definer("unfile(uuid[])", "schakel_reader", "schakel_owner"),
    _FILE,
    *definer("file_connections(jsonb, text)", "schakel_app"),
    _FOLLOW,
    *definer("connections_follow()", "schakel_owner"),
    _ANEW,
    *definer("connections_anew()", "schakel_owner"),
    *_FOLLOWED,
    _ARE_ON,
    *definer("connections_are_on()", "schakel_app"),
    _FIND,
    *definer("find_connections(uuid, bigint[], int[], boolean[], int)", "schakel_app"),
    f"create policy pair on connections as restrictive for select to schakel_app using ({_BOTH})",
    f"create policy pair_seen on connections as restrictive for insert to schakel_app with check ({_BOTH} and ({_PLACED}))",
    touching("touch_connection", _SEES_BOTH),
    *definer("touch_connection()", "schakel_owner"),
    "create trigger touch after insert on connections referencing new table as fresh"
    " for each statement execute function touch_connection()",
    "create policy connection on events as restrictive for select to schakel_app using ("
    f"events.type not in {_TOLD} or exists (select from connections c where c.id = events.object_id))",
]
