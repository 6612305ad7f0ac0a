"""Each actor sees its own keys only; what has expired is cleared away by the worker."""

from db.policies.identity import definer

_FORGET = """
create function forget_idempotency_keys() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from idempotency_keys where expires_at < clock_timestamp() returning 1) select count(*) from gone
$$
"""

STATEMENTS: list[str] = [
    "alter table idempotency_keys enable row level security",
    "grant select on idempotency_keys to schakel_app",
    "grant insert (actor_id, key, fingerprint, status, location, object_id) on idempotency_keys to schakel_app",
    "grant update (fingerprint, status, location, object_id, expires_at) on idempotency_keys to schakel_app",
    "create policy own_select on idempotency_keys for select to schakel_app using (actor_id = my_actor())",
    "create policy own_insert on idempotency_keys for insert to schakel_app with check (actor_id = my_actor())",
    # Only a key that has expired is given a new meaning.
    """create policy own_update on idempotency_keys for update to schakel_app
       using (actor_id = my_actor() and expires_at < clock_timestamp()) with check (actor_id = my_actor())""",
    "grant select, delete on idempotency_keys to schakel_reader",
    "create policy reader_all on idempotency_keys to schakel_reader using (true)",
    _FORGET,
    *definer("forget_idempotency_keys()", "schakel_worker"),
]
