"""Accounts: everything about proving who one is belongs to the database role `schakel_login` alone.

That role sees no organisation, no case and no log. It reaches further through three definer functions only: one
writes events of accounts, one makes the first functional administrator and refuses when there is one, one tells
whether an organisation still takes part: whose organisation does not, cannot come in.
"""

from typing import Final

from db.policies.identity import definer

_GRANTS: Final = {
    "credentials": "select, insert, update",
    "recovery_codes": "select, insert, update, delete",
    "sessions": "select, insert, update, delete",
    "api_clients": "select, insert, update",
    "signing_keys": "select, insert, update, delete",
    "throttles": "select, insert, update, delete",
    "enrolments": "select, insert, update",
    "secrecy_confirmations": "select, insert",
}

_ACCOUNT_EVENT: Final = """
create function account_event(what text, who uuid, request text, facts jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if what not like 'account.%' then
    raise exception 'only events of accounts are written here' using errcode = '42501';
  end if;
  insert into events (type, category, owner_id, actor_id, organisation_id, request_id, data)
  select what, 'process', a.organisation_id, a.id, a.organisation_id, request, facts
    from (select who as id) asked left join actors a on a.id = asked.id;
end $$
"""

_TAKES_PART: Final = """
create function is_partner(organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from organisations where id = organisation and active) $$
"""

# The lock makes two commands at the same moment wait for each other: one of them finds an administrator.
_FIRST_ADMINISTRATOR: Final = """
create function first_administrator(
  new_organisation uuid, organisation_name text, organisation_kind text,
  new_actor uuid, person_name text, person_email text
) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  home uuid;
begin
  perform pg_advisory_xact_lock(hashtext('first_administrator'));
  if exists (select from actor_roles where role = 'functional_administrator') then
    return false;
  end if;
  select id into home from organisations where name = organisation_name;
  if home is null then
    insert into organisations (id, name, short_name, kind, wgs_participant, preparation, active, sharing_key)
    values (new_organisation, organisation_name, organisation_name, organisation_kind, false, false, true,
            organisation_kind);
    home := new_organisation;
  end if;
  insert into actors (id, organisation_id, kind, name, email, function_title, language, active)
  values (new_actor, home, 'person', person_name, person_email, '', 'nl', true);
  insert into actor_roles (actor_id, role, valid_from) values (new_actor, 'functional_administrator', today());
  return true;
end $$
"""


def _for_table(table: str, rights: str) -> list[str]:
    """One role, all rows; with row-level security on, every other role has none."""
    return [
        f"alter table {table} enable row level security",
        f"create policy login on {table} for all to schakel_login using (true) with check (true)",
        f"grant {rights} on {table} to schakel_login",
    ]


def _reader_inserts(table: str) -> list[str]:
    """What `first_administrator` writes, it writes as the reader role."""
    return [
        f"create policy first_administrator on {table} for insert to schakel_reader with check (true)",
        f"grant insert on {table} to schakel_reader",
    ]


STATEMENTS: list[str] = [
    *(statement for table, rights in _GRANTS.items() for statement in _for_table(table, rights)),
    _TAKES_PART,
    *definer("is_partner(uuid)", "schakel_login"),
    "create policy login on actors for select to schakel_login using (is_partner(organisation_id))",
    "grant select (id, active, kind, organisation_id, name, email, language) on actors to schakel_login",
    *(
        statement
        for table in ("organisations", "actors", "actor_roles")
        for statement in _reader_inserts(table)
    ),
    _ACCOUNT_EVENT,
    *definer("account_event(text, uuid, text, jsonb)", "schakel_login"),
    _FIRST_ADMINISTRATOR,
    *definer("first_administrator(uuid, text, text, uuid, text, text)", "schakel_login"),
]
