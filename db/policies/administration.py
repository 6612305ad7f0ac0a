"""Organisations, people, agreements and rules: read by who needs them, added to by the RIEC's administrator, ended once."""

from typing import Final

from db.policies.identity import definer

# Another partner's administrator decides nothing here: whoever gives roles and rules decides what everyone sees.
_ADMINISTRATOR: Final = (
    "'functional_administrator' = any(my_roles()) and exists (select from organisations r"
    " where r.id = my_organisation() and r.kind = 'riec')"
)
_SIGNED_IN: Final = "my_actor() is not null or cardinality(viewers()) > 0"


def _readable(table: str, by: str = _SIGNED_IN) -> list[str]:
    """A table without content; unless said otherwise everyone who is signed in may read it."""
    return [
        f"alter table {table} enable row level security",
        f"create policy readable on {table} for select to schakel_app using ({by})",
        f"grant select on {table} to schakel_app",
    ]


def _administered(table: str, columns: str) -> list[str]:
    """The administrator may add rows."""
    return [
        f"create policy administered on {table} for insert to schakel_app with check ({_ADMINISTRATOR})",
        f"grant insert ({columns}) on {table} to schakel_app",
    ]


def _ended_only(table: str, column: str) -> list[str]:
    """Rows are never edited and never revived; they end, or end earlier."""
    return [
        f"create policy ended on {table} for update to schakel_app using ({_ADMINISTRATOR})"
        f" with check ({column} is not null)",
        f"grant update ({column}) on {table} to schakel_app",
        f"create trigger ends_once before update on {table} for each row execute function ends_once('{column}')",
    ]


def _own_staff(table: str) -> str:
    """What an organisation knows of its own people: roles, screening and training are nobody else's business."""
    return (
        f"exists (select from actors a where a.id = {table}.actor_id and a.organisation_id = any(viewers()))"
        f" or {_ADMINISTRATOR}"
    )


# Dates and moments compare as text: to_jsonb writes both in one form.
_ENDS_ONCE: Final = """
create function ends_once() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before text := to_jsonb(old) ->> tg_argv[0];
  after text := to_jsonb(new) ->> tg_argv[0];
begin
  if before is not null and (after is null or after > before) then
    raise exception 'what has an end is not revived' using errcode = 'P0002';
  end if;
  return new;
end $$
"""

STATEMENTS: list[str] = [
    _ENDS_ONCE,
    *definer("ends_once()", "schakel_owner"),
    *_readable("organisations"),
    *_administered(
        "organisations",
        "id, name, short_name, kind, municipality_code, district,"
        " wgs_participant, preparation, active, sharing_key",
    ),
    *_readable("actors"),
    *_administered("actors", "id, organisation_id, kind, name, email, function_title, language, active"),
    *_readable("actor_roles", _own_staff("actor_roles")),
    *_administered("actor_roles", "actor_id, role, valid_from, valid_until"),
    *_ended_only("actor_roles", "valid_until"),
    *_readable("admissions", _own_staff("admissions")),
    *_administered(
        "admissions",
        "id, actor_id, compartment, screening_kind, screened_on, trained_on, valid_from, valid_until",
    ),
    *_ended_only("admissions", "valid_until"),
    *_readable("agreements"),
    *_administered("agreements", "id, kind, title, version, signed_on, valid_from, valid_until, created_by"),
    *_ended_only("agreements", "valid_until"),
    *_readable("rules"),
    *_administered("rules", "id, agreement_id, owner_kind, recipient_kind, category, step, created_by"),
    *_ended_only("rules", "ended_at"),
    *_readable("rule_exceptions"),
    *_administered("rule_exceptions", "rule_id, organisation_id, side"),
    *_readable("organisation_kinds"),
    *_readable("categories"),
    *_readable("suppliers"),
    *_readable("ceilings"),
    *_readable("transitions"),
]
