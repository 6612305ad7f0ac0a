"""Organisations, people, agreements and rules: read by who needs them, added to by the RIEC's administrator, ended once."""

from typing import Final

from db.policies.identity import definer

# Another partner's administrator decides nothing here: whoever gives roles and rules decides what everyone sees.
ADMINISTRATOR: Final = (
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
        f"create policy administered on {table} for insert to schakel_app with check ({ADMINISTRATOR})",
        f"grant insert ({columns}) on {table} to schakel_app",
    ]


def _changed(table: str, columns: str) -> list[str]:
    """The administrator may change these columns: they describe, and open nothing to anybody."""
    return [
        f"create policy changed on {table} for update to schakel_app using ({ADMINISTRATOR})"
        f" with check ({ADMINISTRATOR})",
        f"grant update ({columns}) on {table} to schakel_app",
    ]


def _ended_only(table: str, column: str, by: str = ADMINISTRATOR) -> list[str]:
    """Rows are never edited and never revived; they end, or end earlier."""
    return [
        f"create policy ended on {table} for update to schakel_app using ({by})"
        f" with check ({column} is not null)",
        f"grant update ({column}) on {table} to schakel_app",
        f"create trigger ends_once before update on {table} for each row execute function ends_once('{column}')",
    ]


def _own_staff(table: str) -> str:
    """What an organisation knows of its own people: roles, screening and training are nobody else's business."""
    return (
        f"exists (select from actors a where a.id = {table}.actor_id and a.organisation_id = any(viewers()))"
        f" or {ADMINISTRATOR}"
    )


def _answerable(table: str) -> str:
    """Who may end an access: the administrator, and for its own people an organisation's mandate holder."""
    return (
        f"({ADMINISTRATOR}) or ('mandate_holder' = any(my_roles()) and exists (select from actors a"
        f" where a.id = {table}.actor_id and a.organisation_id = my_organisation()))"
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

# Who lapses keeps the account and its history. The last administrator stays: nobody could let anyone in again.
_LAPSE: Final = """
create function lapse_unconfirmed() returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  late record;
  ended integer := 0;
begin
  for late in
    select c.recertification_id, a.id, a.organisation_id
      from recertifications r join confirmations c on c.recertification_id = r.id join actors a on a.id = c.actor_id
     where r.closed_at is null and r.due_on <= today() and c.outcome is null
       for update of c
  loop
    update actor_roles t set valid_until = greatest(today(), valid_from)
     where t.actor_id = late.id and (valid_until is null or valid_until > today())
       and (role <> 'functional_administrator' or exists (
             select from actor_roles o join actors x on x.id = o.actor_id and x.active where o.role = t.role
                and o.actor_id <> late.id and o.valid_from <= today()
                and (o.valid_until is null or o.valid_until > today())));
    update admissions set valid_until = greatest(today(), valid_from)
     where actor_id = late.id and valid_until > today();
    update confirmations set outcome = 'lapsed', decided_at = clock()
     where recertification_id = late.recertification_id and actor_id = late.id;
    insert into events (type, category, owner_id, object_id, organisation_id, data)
    values ('administration.access_lapsed', 'process', late.organisation_id, late.id, late.organisation_id,
            jsonb_build_object('round', late.recertification_id));
    ended := ended + 1;
  end loop;
  update recertifications set closed_at = clock() where closed_at is null and due_on <= today();
  return ended;
end $$
"""

_MY_PERSON: Final = (
    "exists (select from actors a where a.id = {table}.actor_id and a.organisation_id = any(viewers()))"
)
_MANDATED: Final = f"'mandate_holder' = any(my_roles()) and {_MY_PERSON.format(table='confirmations')}"

_RECERTIFICATION: Final = [
    *_readable("recertifications"),
    *_administered("recertifications", "id, started_on, due_on, started_by"),
    *_readable("confirmations", f"({ADMINISTRATOR}) or ({_MANDATED})"),
    *_administered("confirmations", "recertification_id, actor_id"),
    # Once, before the end, by somebody else, and in one's own name.
    "create policy decided on confirmations for update to schakel_app using (outcome is null"
    f" and actor_id <> my_actor() and (({ADMINISTRATOR}) or ({_MANDATED})) and exists ("
    "select from recertifications r where r.id = confirmations.recertification_id and r.closed_at is null"
    " and r.due_on > today())) with check (outcome in ('confirmed', 'ended') and decided_by = my_actor())",
    "grant update (outcome, decided_by, decided_at) on confirmations to schakel_app",
    *(
        f"create policy lapses_{verb} on {table} for {verb} to schakel_reader using (true){check}"
        for table in ("recertifications", "confirmations")
        for verb, check in (("select", ""), ("update", " with check (true)"))
    ),
    "grant select, update (closed_at) on recertifications to schakel_reader",
    "grant select, update (outcome, decided_at) on confirmations to schakel_reader",
    *(
        statement
        for table in ("actor_roles", "admissions")
        for statement in (
            f"create policy lapses on {table} for update to schakel_reader using (true)"
            " with check (valid_until is not null)",
            f"grant update (valid_until) on {table} to schakel_reader",
        )
    ),
    _LAPSE,
    *definer("lapse_unconfirmed()", "schakel_worker"),
]

# That somebody is away is for their own organisation; who replaces them now is for whoever works with them.
_DEPUTIES: Final = [
    *_readable(
        "deputies",
        f"{_MY_PERSON.format(table='deputies')} or ({ADMINISTRATOR})"
        f" or (({_SIGNED_IN}) and valid_from <= today() and valid_until > today())",
    ),
    "create policy named on deputies for insert to schakel_app with check (actor_id = my_actor() and exists ("
    "select from actors a where a.id = deputy_id and a.active and a.kind = 'person'"
    " and a.organisation_id = my_organisation()))",
    "grant insert (id, actor_id, deputy_id, valid_from, valid_until) on deputies to schakel_app",
    *_ended_only("deputies", "valid_until", f"actor_id = my_actor() or ({ADMINISTRATOR})"),
    # Notices go to whoever watches meanwhile.
    "create policy told on deputies for select to schakel_worker using (true)",
    "grant select on deputies to schakel_worker",
]

STATEMENTS: list[str] = [
    _ENDS_ONCE,
    *definer("ends_once()", "schakel_owner"),
    *_readable("organisations"),
    *_administered(
        "organisations",
        "id, name, short_name, kind, municipality_code, district,"
        " wgs_participant, preparation, active, contact, sharing_key",
    ),
    # Never its kind: what it sees and may, it would have as another kind of partner.
    *_changed("organisations", "name, short_name, district, preparation, active, contact"),
    *_readable("actors"),
    *_administered("actors", "id, organisation_id, kind, name, email, function_title, language, active"),
    *_changed("actors", "name, email, function_title, language, active"),
    *_readable("actor_roles", _own_staff("actor_roles")),
    *_administered("actor_roles", "actor_id, role, valid_from, valid_until"),
    *_ended_only("actor_roles", "valid_until", _answerable("actor_roles")),
    *_readable("admissions", _own_staff("admissions")),
    *_administered(
        "admissions",
        "id, actor_id, compartment, screening_kind, screened_on, trained_on, valid_from, valid_until",
    ),
    *_ended_only("admissions", "valid_until", _answerable("admissions")),
    *_readable("agreements"),
    *_administered(
        "agreements",
        "id, kind, title, version, signed_on, valid_from, valid_until, scope_text, file_hash, review_on,"
        " supersedes_id, created_by",
    ),
    *_ended_only("agreements", "valid_until"),
    *_readable("rules"),
    *_administered("rules", "id, agreement_id, owner_kind, recipient_kind, category, step, created_by"),
    *_ended_only("rules", "ended_at"),
    *_readable("rule_exceptions"),
    *_administered("rule_exceptions", "rule_id, organisation_id, side, reason, created_by"),
    *_readable("organisation_kinds"),
    *_readable("categories"),
    *_readable("suppliers"),
    *_readable("ceilings"),
    *_readable("transitions"),
    *_RECERTIFICATION,
    *_DEPUTIES,
]
