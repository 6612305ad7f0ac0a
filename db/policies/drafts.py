"""Drafts are of one person: no colleague, administrator or auditor reads them, and neither does the reader role."""

from db.policies.identity import definer
from db.policies.sharing import shareable_tables

_FORGET = """
create function forget_drafts() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from drafts d where d.expires_at < clock_timestamp()
                   or not exists (select from actors a where a.id = d.actor_id and a.active) returning 1)
  select count(*) from gone
$$
"""


def _visible() -> str:
    """The thing the form is about, through the eyes of the one who asks: its own policies decide."""
    kinds = " ".join(
        f"when '{table.name}' then exists (select from {table.name} x where x.id = drafts.about_id)"
        for table in shareable_tables()
    )
    begun = "exists (select from concerns c where c.id = drafts.concern_id and c.forgotten_at is null)"
    return f"(about_id is null or case about_kind {kinds} else false end) and (concern_id is null or {begun})"


STATEMENTS: list[str] = [
    "alter table drafts enable row level security",
    f"create policy own on drafts for all to schakel_app using (actor_id = my_actor() and {_visible()})",
    "grant select, delete on drafts to schakel_app",
    "grant insert (actor_id, address, about_kind, about_id, concern_id, fields, expires_at) on drafts to schakel_app",
    "grant update (concern_id, fields, saved_at, expires_at) on drafts to schakel_app",
    # Enough to find what has expired, or whose words came from elsewhere and are gone there, and no more.
    "create policy swept on drafts for all to schakel_reader using (true)",
    "grant select (actor_id, concern_id, expires_at), delete on drafts to schakel_reader",
    _FORGET,
    *definer("forget_drafts()", "schakel_worker"),
]
