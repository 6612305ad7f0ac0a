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
  insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, circle, organisations, words)
  values (new.id, tg_argv[0], (found ->> tg_argv[1])::uuid, new.scope_id, new.owner_id, new.category, new.circle,
          array(select distinct p.organisation_id from participations p where p.scope_id = new.scope_id),
          plain(said));
  return null;
end $$
"""

_GUESTS: Final = """
create function index_guests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update search_entries e set organisations = e.organisations || new.organisation_id
   where e.scope_id = new.scope_id and not e.organisations @> array[new.organisation_id];
  return null;
end $$
"""

# Newest first, and the predicate only until enough are found: sorting by score would judge every hit.
# What is spelled exactly comes first; only when nothing is, typing errors are forgiven.
_SEARCH: Final = """
create function search(wanted text, most int) returns table (kind text, target_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  said text := plain(wanted);
  pattern text := '%' || replace(replace(replace(said, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
begin
  return query
    with candidates as materialized (
      select * from search_entries x where x.organisations && viewers() and x.words like pattern
       order by x.row_id desc),
    visible as (select e.kind, e.target_id, e.row_id from candidates e where {visible} limit most)
    select v.kind::text, v.target_id from visible v group by 1, 2 order by max(v.row_id::text) desc;
  if found then
    return;
  end if;
  return query
    with candidates as materialized (
      select * from search_entries x where x.organisations && viewers() and said <% x.words
       order by word_similarity(said, x.words) desc, x.row_id desc),
    visible as (select e.kind, e.target_id, word_similarity(said, e.words) as score from candidates e
                 where {visible} limit most)
    select v.kind::text, v.target_id from visible v group by 1, 2 order by max(v.score) desc;
end $$
""".format(
    visible=f"(({own('e')}) or ({shared('e')})) and {compartment('e')} and {named('e')} and {phase('e')}"
)

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
    _GUESTS,
    *definer("index_guests()", "schakel_owner"),
    "create trigger index_guests after insert on participations for each row execute function index_guests()",
    _SEARCH,
    *definer("search(text, int)", "schakel_app"),
]
