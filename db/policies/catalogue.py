"""The code lists: everybody may read them, nobody may change what was once valid."""

from db.tables.catalogue import LISTS

READERS = "schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader"

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


STATEMENTS: list[str] = [
    _ONLY_END,
    _NO_OVERLAP,
    "revoke execute on function code_list_only_ends() from public",
    "revoke execute on function code_list_no_overlap() from public",
    *(statement for table in _TABLES for statement in _for_table(table)),
]
