"""A row lies in the scope of what it is about: what a foreign key alone does not say, triggers do."""

from typing import Final

from db.policies.identity import definer

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

# A question hangs below what it is about, and nowhere else.
_PLACED: Final = f"""
create function placed() returns trigger
{_HEAD}
begin
  if not exists (select from scopes s where s.id = new.scope_id
                    and s.parent_id = coalesce(new.subject_id, new.case_id)) then
    raise exception 'not of this scope' using errcode = 'P0002';
  end if;
  return new;
end $$
"""

# No foreign key to (id, parent_id): then a signal could not be hung below its case as long as another transaction
# has written in the signal, and that one waits in hold() for us.
_BELOW: Final = f"""
create function below() returns trigger
{_HEAD}
declare
  scope uuid := to_jsonb(new) ->> tg_argv[0];
  parent uuid := to_jsonb(new) ->> tg_argv[1];
begin
  if scope is not null and not exists (select from scopes s where s.id = scope and s.parent_id = parent) then
    raise exception '% does not hang below %', tg_argv[0], tg_argv[1] using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$
"""

# That one scope in a row hangs below the other; only a signal ever gets another parent, and no row names one here.
_HANGING: Final = (
    ("subjects", "scope_id", "case_id"),
    ("requests", "subject_id", "case_id"),
    ("relations", "from_id", "case_id"),
    ("relations", "to_id", "case_id"),
    ("interventions", "content_scope_id", "subject_id"),
    ("evaluations", "subject_id", "case_id"),
)

STATEMENTS: list[str] = [
    _PLACED,
    *definer("placed()", "schakel_owner"),
    "create trigger placed before insert on requests for each row execute function placed()",
    _BELOW,
    *definer("below()", "schakel_owner"),
    *(
        f"create trigger below_{scope} after insert on {table} for each row execute function below('{scope}', '{parent}')"
        for table, scope, parent in _HANGING
    ),
]
