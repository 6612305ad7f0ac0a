"""Whether I see a thing of which only the kind and the id are known: its own policies decide."""

from collections.abc import Mapping


def seen_by_kind(name: str, tables: Mapping[str, str], otherwise: str = "false") -> list[str]:
    """A function for the application that looks for the thing in the table of its kind.

    Not in a policy itself: PostgreSQL would plan the policies of every table there, a tenth of a second and more, before
    each look. A function plans the one table that is asked for. Of many rows it is no gain: it begins anew for each.
    """
    kinds = "\n".join(
        f"    when '{kind}' then return exists (select from {table} x where x.id = thing);"
        for kind, table in tables.items()
    )
    return [
        f"""
create function {name}(kind text, thing uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  case kind
{kinds}
    else return {otherwise};
  end case;
end $$
""",
        f"revoke execute on function {name}(text, uuid) from public",
        f"grant execute on function {name}(text, uuid) to schakel_app",
    ]
