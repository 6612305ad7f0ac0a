"""The two logs: who may add, who may read, that nobody may change, and how the outbox follows.

Design 10. A row of a log is written once. Time and number are PostgreSQL's own (the grants leave `id` and `at`
out), the identity is the one `become()` established, and a trigger refuses every change, also the owner's. What
a superuser does in spite of all that is found by the chain (`domain.audit`), not prevented here.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import event_policies

LOGS: Final = ("events", "access_log")
CHAIN: Final = ("seals", "seal_entries", "checkpoints")

EVENT_COLUMNS: Final = (
    "type, scope_id, case_id, subject_id, object_id, owner_id, category, actor_id, organisation_id,"
    " request_id, data"
)
ACCESS_COLUMNS: Final = (
    "actor_id, organisation_id, staff_roles, what, scope_id, object_ids, rule_id, ground, purpose, outcome,"
    " request_id"
)

_REFUSE_CHANGE: Final = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = '55000';
end $$
"""

# The compartment and step of the moment, and the circle of what it is about; the caller can neither choose nor, for
# a hidden scope, learn them. Case and subject are those of the scope, or it would stand in the timeline of others.
_PLACE_EVENT: Final = """
create function place_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  top uuid;
begin
  select s.compartment, s.step into new.compartment, new.step from scopes s where s.id = new.scope_id;
  if new.case_id is not null or new.subject_id is not null then
    with recursive line as (
      select s.id, s.parent_id from scopes s where s.id = new.scope_id
       union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
    select l.id into top from line l where l.parent_id is null;
    if top is null or new.case_id <> top or new.subject_id is not null and not exists (
         select from scopes s where s.id = new.subject_id and s.kind = 'subject' and s.parent_id = top) then
      raise exception 'not of this scope' using errcode = 'P0002';
    end if;
  end if;
  -- That somebody was barred is for who decided it; who else may know reads it in the circle of the case.
  if new.type in ('case.person_barred', 'case.bar_lifted') then
    new.circle := '{}';
  elsif new.object_id is not null then
    select r.circle into new.circle from every_row r where r.id = new.object_id;
  end if;
  return new;
end $$
"""

_POST: Final = """
create function post() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into outbox (event_id) values (new.id);
  return null;
end $$
"""

# The text that is hashed, independent of time zone, date style and of columns that are added later (a column
# that is empty is left out). jsonb writes its keys in one order, so the same row is the same text everywhere.
_LINE: Final = """
create function {log}_line(r {log}) returns text language sql stable as $$
  select (jsonb_strip_nulls(jsonb_build_object('log', '{log}', 'id', r.id,
            'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), {fields})){data})::text
$$
"""


def _line(log: str, columns: str) -> str:
    fields = ", ".join(f"'{name}', r.{name}" for name in columns.split(", ") if name != "data")
    return _LINE.format(
        log=log, fields=fields, data=" || jsonb_build_object('data', r.data)" * (log == "events")
    )


# Type, moment and step, and nothing that leads to a case or a person (WGS 1.8(4): no statistics on staff).
_EVENT_STEPS: Final = """
create view event_steps with (security_invoker = true) as select type, at, step from events
"""


def _append_only(table: str) -> list[str]:
    when = f"before update or delete or truncate on {table} for each statement"
    return [
        f"alter table {table} enable row level security",
        f"create trigger refuse_change {when} execute function refuse_change()",
    ]


def _read_by(role: str, table: str, columns: str = "") -> list[str]:
    """All rows, perhaps some columns, for a role that has no identity."""
    rights = f"select ({columns})" if columns else "select"
    return [
        f"create policy {role}_reads on {table} for select to schakel_{role} using (true)",
        f"grant {rights} on {table} to schakel_{role}",
    ]


def _inserted_by(role: str, table: str, columns: str) -> list[str]:
    return [
        f"create policy {role}_adds on {table} for insert to schakel_{role} with check (true)",
        f"grant insert ({columns}) on {table} to schakel_{role}",
    ]


_AS_MYSELF: Final = "actor_id = my_actor() and organisation_id = my_organisation()"

_EVENTS: Final = [
    *_append_only("events"),
    *event_policies(),
    # Whatever else may be allowed one day: nobody records an act in another's name.
    f"create policy as_myself on events as restrictive for insert to schakel_app with check ({_AS_MYSELF})",
    f"grant insert ({EVENT_COLUMNS}) on events to schakel_app",
    "grant select on events to schakel_app",
    # Acts of accounts happen before there is an identity: `account_event()`, as the reader role.
    *_inserted_by("reader", "events", EVENT_COLUMNS),
    *_read_by("reader", "events"),
    *_read_by(
        "worker", "events", "id, at, type, compartment, scope_id, case_id, subject_id, object_id, owner_id"
    ),
    *_read_by("statistics", "events", "type, at, step"),
    _EVENT_STEPS,
    "grant select on event_steps to schakel_statistics",
    _PLACE_EVENT,
    *definer("place_event()", "schakel_owner"),
    "create trigger place_event before insert on events for each row execute function place_event()",
]

_ACCESS: Final = [
    *_append_only("access_log"),
    f"create policy as_myself on access_log for insert to schakel_app with check ({_AS_MYSELF})",
    f"grant insert ({ACCESS_COLUMNS}) on access_log to schakel_app",
    *_read_by("reader", "access_log"),
]

_OUTBOX: Final = [
    "alter table outbox enable row level security",
    *_inserted_by("reader", "outbox", "event_id"),
    *_read_by("worker", "outbox"),
    "create policy worker_relays on outbox for update to schakel_worker using (true)",
    "grant update (attempts, next_attempt_at, delivered_at, dead_at, last_error) on outbox to schakel_worker",
    "create policy worker_forgets on outbox for delete to schakel_worker using (delivered_at < now() - interval '7 days')",
    "grant delete on outbox to schakel_worker",
    _POST,
    *definer("post()", "schakel_owner"),
    "create trigger post after insert on events for each row execute function post()",
]


def _chain() -> list[str]:
    made = [
        _line("events", EVENT_COLUMNS + ", compartment, step, circle"),
        _line("access_log", ACCESS_COLUMNS),
    ]
    for log in LOGS:
        made.append(f"revoke all on function {log}_line({log}) from public")
        made.append(f"grant execute on function {log}_line({log}) to schakel_sealer, schakel_auditor")
        made += [*_read_by("sealer", log), *_read_by("auditor", log)]
    for table in CHAIN:
        made += [*_append_only(table), *_read_by("sealer", table), *_read_by("auditor", table)]
        made.append(f"create policy sealer_adds on {table} for insert to schakel_sealer with check (true)")
        made.append(f"grant insert on {table} to schakel_sealer")
    return made


STATEMENTS: list[str] = [_REFUSE_CHANGE, *_EVENTS, *_ACCESS, *_OUTBOX, *_chain()]
