"""Drafts are of one person: no colleague, administrator or auditor reads them, and neither does the reader role."""

from db.policies.identity import definer
from db.policies.seeing import seen_by_kind
from db.policies.sharing import shareable_tables

_FORGET = """
create function forget_drafts() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from drafts d where d.expires_at < clock_timestamp()
                   or not exists (select from actors a where a.id = d.actor_id and a.active) returning 1)
  select count(*) from gone
$$
"""


STATEMENTS: list[str] = [
    "alter table drafts enable row level security",
    # The thing a form is about, through the eyes of the one who asks.
    *seen_by_kind("sees_about", {table.name: table.name for table in shareable_tables()}),
    "create policy own on drafts for all to schakel_app using (actor_id = my_actor()"
    " and (about_id is null or sees_about(about_kind, about_id))"
    " and (concern_id is null or exists ("
    "select from concerns c where c.id = drafts.concern_id and c.forgotten_at is null)))",
    "grant select, delete on drafts to schakel_app",
    "grant insert (actor_id, address, about_kind, about_id, concern_id, fields, expires_at) on drafts to schakel_app",
    "grant update (concern_id, fields, saved_at, expires_at) on drafts to schakel_app",
    # Enough to find what has expired, or whose words came from elsewhere and are gone there, and no more.
    "create policy swept on drafts for all to schakel_reader using (true)",
    "grant select (actor_id, concern_id, expires_at), delete on drafts to schakel_reader",
    _FORGET,
    *definer("forget_drafts()", "schakel_worker"),
]
