"""Who asks, told to PostgreSQL at the start of every transaction.

`become()` looks the actors up and writes what it established into settings that live as long as the
transaction. Unset settings read as NULL, NULL compares as unknown, unknown shows nothing: it fails closed.
"""

from collections.abc import Mapping
from typing import Final

SETTINGS: Final = """
create function {name}() returns {type} language sql stable parallel safe as
$$ select {expression} $$
"""

_READERS: Final = {
    ("my_actor", "uuid"): "nullif(current_setting('app.actor', true), '')::uuid",
    ("my_organisation", "uuid"): "nullif(current_setting('app.organisation', true), '')::uuid",
    ("viewers", "uuid[]"): "string_to_array(nullif(current_setting('app.viewers', true), ''), ',')::uuid[]",
    (
        "viewer_actors",
        "uuid[]",
    ): "string_to_array(nullif(current_setting('app.actors', true), ''), ',')::uuid[]",
    ("admitted", "text[]"): "string_to_array(nullif(current_setting('app.compartments', true), ''), ',')",
    ("my_roles", "text[]"): "string_to_array(nullif(current_setting('app.roles', true), ''), ',')",
    ("glass", "uuid[]"): "string_to_array(nullif(current_setting('app.glass', true), ''), ',')::uuid[]",
    ("has_content_role", "boolean"): "coalesce(current_setting('app.content', true), '') = 'yes'",
}

CONTENT_ROLES: Final = (
    "reporter",
    "handler",
    "mandate_holder",
    "case_manager",
    "preparation",
    "analyst",
    "chair",
)


AT_RIEC: Final = "exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')"
"""That who asks is of the RIEC."""

BY_ME: Final = "organisation_id = my_organisation() and actor_id = my_actor()"
"""That a row of no scope is written in one's own name."""


def holds_role(person: str, *roles: str) -> str:
    """That somebody holds one of these staff roles today."""
    wanted = ", ".join(f"'{role}'" for role in roles)
    return f"""exists (
           select from actor_roles r where r.actor_id = {person} and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ({wanted}))"""


def holds_content_role(person: str) -> str:
    """That it is a role in which one works on cases: everything the organisation may see opens with it."""
    return holds_role(person, *CONTENT_ROLES)


def is_valid(admission: str) -> str:
    """That an admission holds today: screened, trained and not over."""
    m = admission
    return (
        f"{m}.valid_from <= today() and {m}.valid_until > today()"
        f" and {m}.screened_on <= today() and {m}.trained_on <= today()"
    )


_BECOME: Final = f"""
create function become(wanted uuid[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  known int;
  everyone_content boolean;
  shared_compartments text;
  organisations_text text;
  me jsonb;
begin
  select count(*) into known from actors a join organisations o on o.id = a.organisation_id
   where a.id = any(wanted) and a.active and o.active;
  if known = 0 or known <> cardinality(wanted) then
    raise exception 'unknown actor' using errcode = '28000';
  end if;

  -- On a wall everyone must pass: content and compartments are what all of them have.
  select bool_and({holds_content_role("w.id")})
    into everyone_content from unnest(wanted) as w(id);
  select string_agg(compartment, ',') into shared_compartments from (
    select m.compartment from admissions m
     where m.actor_id = any(wanted) and {is_valid("m")}
     group by m.compartment having count(distinct m.actor_id) = cardinality(wanted)
     order by m.compartment) both_have;
  select string_agg(distinct a.organisation_id::text, ',') into organisations_text
    from actors a where a.id = any(wanted);

  select jsonb_build_object(
      'id', a.id, 'organisation_id', o.id, 'organisation_name', o.name, 'organisation_kind', o.kind,
      'name', a.name, 'kind', a.kind, 'language', a.language, 'municipality_code', o.municipality_code,
      'wgs_participant', o.wgs_participant,
      'emergencies', case when cardinality(wanted) = 1 then glass_of(wanted[1]) end,
      'roles', coalesce((select jsonb_agg(r.role order by r.role) from actor_roles r
          where r.actor_id = a.id and r.valid_from <= today()
            and (r.valid_until is null or r.valid_until > today())), '[]'),
      'compartments', to_jsonb(coalesce(string_to_array(shared_compartments, ','), '{{}}')))
    into me from actors a join organisations o on o.id = a.organisation_id where a.id = wanted[1];

  -- Who stands before a wall acts for nobody: writing needs exactly one actor.
  perform set_config('app.actor', case when cardinality(wanted) = 1 then wanted[1]::text else '' end, true),
          set_config('app.organisation',
                     case when cardinality(wanted) = 1 then me ->> 'organisation_id' else '' end, true),
          set_config('app.viewers', organisations_text, true),
          set_config('app.actors', array_to_string(wanted, ','), true),
          set_config('app.people', (
            select jsonb_object_agg(x.organisation_id, x.people)::text from (
              select a.organisation_id, string_agg(a.id::text, ',') as people from actors a
               where a.id = any(wanted) group by 1) x), true),
          set_config('app.glass', coalesce((
            select string_agg(x, ',') from jsonb_object_keys(nullif(me -> 'emergencies', 'null')) x), ''), true),
          set_config('app.compartments', coalesce(shared_compartments, ''), true),
          set_config('app.roles', case when cardinality(wanted) = 1
            then (select coalesce(string_agg(x, ','), '') from jsonb_array_elements_text(me -> 'roles') x)
            else '' end, true),
          set_config('app.content', case when everyone_content then 'yes' else '' end, true);
  return me;
end $$
"""


def definer(signature: str, *roles: str) -> list[str]:
    """Hand a definer function to the reader role and let only the named roles call it."""
    return [
        f"revoke all on function {signature} from public",
        f"grant execute on function {signature} to {', '.join(roles)}",
        f"alter function {signature} owner to schakel_reader",
    ]


def added_only(columns: Mapping[str, str]) -> list[str]:
    """Let the application read and add to tables that lie in no scope, as far as their policies say, and change nothing."""
    return [
        statement
        for table, given in columns.items()
        for statement in (
            f"alter table {table} enable row level security",
            f"grant select on {table} to schakel_app",
            f"grant insert ({given}) on {table} to schakel_app",
        )
    ]


# Who of the viewers is of this organisation: on a wall each of them must be named.
_VIEWERS_OF: Final = """
create function viewers_of(organisation uuid) returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.people', true), '')::jsonb ->> organisation::text, ',')::uuid[] $$
"""

# Where somebody may look because of an emergency that still runs: the case and what hangs below it (db.policies.emergency).
_GLASS_OF: Final = """
create function glass_of(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    select e.scope_id as id, e.ends_at from emergencies e
     where e.actor_id = person and e.ends_at > statement_clock()
     union select s.id, l.ends_at from scopes s join line l on s.parent_id = l.id where s.kind <> 'signal')
  select jsonb_object_agg(id, ends_at) from line
$$
"""

STATEMENTS: list[str] = [
    *(
        SETTINGS.format(name=name, type=kind, expression=expression)
        for (name, kind), expression in _READERS.items()
    ),
    *(
        # They reveal nothing but what the caller itself put into its transaction.
        f"grant execute on function {name}() to schakel_app, schakel_reader, schakel_login, schakel_auditor,"
        " schakel_worker, schakel_sealer, schakel_statistics"
        for name, _ in _READERS
    ),
    _VIEWERS_OF,
    "grant execute on function viewers_of(uuid) to schakel_app, schakel_reader",
    _GLASS_OF,
    *definer("glass_of(uuid)", "schakel_reader"),
    _BECOME,
    *definer("become(uuid[])", "schakel_app"),
]
