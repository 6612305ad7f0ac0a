"""Search: one definer function with the sharing predicate inside.

Text and trigram operators are not leakproof, so under row-level security their indexes are not used; and a
function that returned every hit to be filtered afterwards would tell by its speed what is hidden.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import compartment, named, own, phase, reader_policies, shared

# table -> (kind of hit, column with what the hit leads to, columns with the words)
SEARCHED: Final = {
    "signals": ("signal", "id", ("number", "narrative", "place", "reference")),
    "mentions": ("signal", "signal_id", ("name", "identifier", "identifier_raw", "description")),
    "cases": ("case", "id", ("number", "title", "purpose")),
    "subjects": ("subject", "id", ("name", "identifier", "identifier_raw", "description")),
}

_PLAIN: Final = """
create function plain(words text) returns text language sql stable
set search_path = pg_catalog, public, pg_temp as $$ select lower(unaccent(words)) $$
"""

_INDEX: Final = """
create function index_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found jsonb := to_jsonb(new);
  said text := '';
  place int;
begin
  for place in 2 .. tg_nargs - 1 loop
    said := said || ' ' || coalesce(found ->> tg_argv[place], '');
  end loop;
  insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, circle, words)
  values (new.id, tg_argv[0], (found ->> tg_argv[1])::uuid, new.scope_id, new.owner_id, new.category, new.circle,
          plain(said));
  return null;
end $$
"""

_SEARCH: Final = f"""
create function search(wanted text, most int) returns table (kind text, target_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.kind, e.target_id from search_entries e, plain(wanted) w
   where (e.words like '%' || replace(replace(replace(w, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
          or w <% e.words)
     and (({own("e")}) or ({shared("e")}))
     and {compartment("e")}
     and {named("e")}
     and {phase("e")}
   group by e.kind, e.target_id
   order by max(word_similarity(w, e.words)) desc, e.target_id desc
   limit least(most, 100)
$$
"""

STATEMENTS: list[str] = [
    "alter table search_entries enable row level security",
    *reader_policies(["search_entries"], write=True),
    _PLAIN,
    "revoke all on function plain(text) from public",
    "grant execute on function plain(text) to schakel_reader",
    _INDEX,
    *definer("index_words()", "schakel_owner"),
    *(
        f"create trigger index_words after insert on {table} for each row"
        f" execute function index_words('{kind}', '{target}', {', '.join(repr(c) for c in columns)})"
        for table, (kind, target, columns) in SEARCHED.items()
    ),
    _SEARCH,
    *definer("search(text, int)", "schakel_app"),
]
