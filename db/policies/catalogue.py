"""The code lists: everybody may read them, the administrator adds and ends, nobody changes what was once valid."""

from sqlmodel import SQLModel

from db.policies.administration import ADMINISTRATOR
from db.tables.catalogue import LISTS

READERS = "schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader"

# Who could end a term of retention could keep data for ever; how names are divided is for the BRP to say.
OF_THE_LAW = ("retention_terms", "agreement_kinds", "name_prefixes", "name_titles")

_TABLES = [str(table.__tablename__) for table in LISTS]

# Not a definer: it guards whoever writes, the owner of the tables included.
_ONLY_END = """
create function code_list_only_ends() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if old.valid_until is null and to_jsonb(new) - 'valid_until' = to_jsonb(old) - 'valid_until' then
            return new;
        end if;
    end if;
    raise exception 'a row of code list % is never changed, only ended', tg_table_name
        using errcode = 'restrict_violation';
end $$
"""

_NO_OVERLAP = """
create function code_list_no_overlap() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
declare
    taken boolean;
begin
    execute format(
        'select exists (select from public.%I where code = $1 and valid_from <> $2'
        ' and daterange(valid_from, valid_until) && daterange($2, $3))', tg_table_name)
    into taken using new.code, new.valid_from, new.valid_until;
    if taken then
        raise exception 'code % of list % is already valid in that period', new.code, tg_table_name
            using errcode = 'exclusion_violation';
    end if;
    return new;
end $$
"""


def _for_table(table: str) -> list[str]:
    """Row-level security like everywhere, with a policy that hides nothing: code lists are public."""
    each = "for each row execute function"
    return [
        f"alter table {table} enable row level security",
        f"create policy read on {table} for select to {READERS} using (true)",
        f"grant select on {table} to {READERS}",
        f"create trigger only_ends before update or delete on {table} {each} code_list_only_ends()",
        f"create trigger no_overlap before insert on {table} {each} code_list_no_overlap()",
        f"create trigger never_emptied before truncate on {table} execute function code_list_only_ends()",
    ]


def _kept(table: str) -> list[str]:
    """The administrator adds a code and ends one."""
    columns = ", ".join(column.name for column in SQLModel.metadata.tables[table].columns)
    return [
        f"create policy added on {table} for insert to schakel_app with check ({ADMINISTRATOR})",
        f"grant insert ({columns}) on {table} to schakel_app",
        f"create policy ended on {table} for update to schakel_app using ({ADMINISTRATOR})"
        " with check (valid_until is not null)",
        f"grant update (valid_until) on {table} to schakel_app",
    ]


STATEMENTS: list[str] = [
    _ONLY_END,
    _NO_OVERLAP,
    "revoke execute on function code_list_only_ends() from public",
    "revoke execute on function code_list_no_overlap() from public",
    *(statement for table in _TABLES for statement in _for_table(table)),
    *(statement for table in _TABLES if table not in OF_THE_LAW for statement in _kept(table)),
    # Who signs in has to know which statement to read, before there is an identity.
    "create policy login on secrecy_statements for select to schakel_login using (true)",
    "grant select on secrecy_statements to schakel_login",
]
