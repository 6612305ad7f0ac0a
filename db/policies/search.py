"""Search: one definer function with the sharing predicate inside.

Text and trigram operators are not leakproof, so under row-level security their indexes are not used; and a
function that returned every hit to be filtered afterwards would tell by its speed what is hidden.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import reader_policies, visible

# table -> (kind of hit, column with what the hit leads to, columns with the words)
SEARCHED: Final = {
    "signals": ("signal", "id", ("number", "narrative", "place", "reference")),
    "mentions": (
        "signal",
        "signal_id",
        ("name", "name_parts", "identifier", "identifier_raw", "description"),
    ),
    "cases": ("case", "id", ("number", "title", "purpose")),
    "subjects": (
        "subject",
        "id",
        ("name", "name_parts", "identifier", "identifier_raw", "description", "aliases"),
    ),
    "attachments": ("attachment", "id", ("name", "description", "source")),
}

CORRECTED: Final = ("subjects", "attachments")
"""Of what partners search these alone are corrected; a file is also replaced and withdrawn."""

_PLAIN: Final = """
create function plain(words text) returns text language sql stable
set search_path = pg_catalog, public, pg_temp as $$ select lower(unaccent(words)) $$
"""

# What stands in parts in a text is found by whoever types it whole: 06-12 34 56 78, 12-ABC-3, NL91 ABNA 0417 ..., 1811 AB.
_JOINED: Final = """
create function joined(words text) returns text language sql immutable
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(string_agg(regexp_replace(m[1], '[^0-9a-z]', '', 'g'), ' '), '') from regexp_matches(words,
    '((?=[a-z./-]{0,12}[0-9])(?:[a-z]{2}[0-9]{2}(?: [0-9a-z]{1,4}){2,8}|[1-9][0-9]{3} [a-z]{2}\\M|[0-9a-z]+(?:[-./][0-9a-z]+)+|[0-9]+(?:[ -]{1,3}[0-9]+)+))',
    'g') m
$$
"""

# A word with one typing error still has one of these pieces in it, and the index finds them quickly.
_PIECES: Final = """
create function pieces(word text) returns text[] language sql immutable
set search_path = pg_catalog, public, pg_temp as $$
  select case when length(word) < 6 then array['%' || left(word, 3) || '%', '%' || right(word, 3) || '%']
    else array['%' || left(word, 4) || '%', '%' || substr(word, length(word) / 2 - 1, 4) || '%',
               '%' || right(word, 4) || '%'] end
$$
"""

# Part of a longer word is all of it; otherwise whole words are compared, or "oven" would look like "boven".
_LIKENESS: Final = """
create function likeness(word text, words text) returns real language sql stable
set search_path = pg_catalog, public, pg_temp as $$
  select case when word is null or strpos(words, word) > 0 then 1 else strict_word_similarity(word, words) end
$$
"""

# The name of the municipality is among the words: people look for places by what they are called. Of a name in parts
# each part is, and not the codes.
_INDEX: Final = """
create function index_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found jsonb := to_jsonb(new);
  said text := '';
  place int;
begin
  for place in 2 .. tg_nargs - 1 loop
    said := said || ' ' || coalesce(case jsonb_typeof(found -> tg_argv[place])
      when 'object' then (select string_agg(part.value, ' ') from jsonb_each_text(found -> tg_argv[place]) part
                           where part.key not in ('title', 'usage'))
      else found ->> tg_argv[place] end, '');
  end loop;
  said := plain(said || ' ' || coalesce((select m.name from municipalities m
    where m.code = found ->> 'municipality_code' order by m.valid_from desc limit 1), ''));
  insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, circle, organisations, words)
  values (new.id, tg_argv[0], (found ->> tg_argv[1])::uuid, new.scope_id, new.owner_id, new.category, new.circle,
          array(select distinct p.organisation_id from participations p where p.scope_id = new.scope_id),
          said || ' ' || joined(said))
  on conflict (row_id) do update set words = excluded.words;
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

# Every word has to be there, in any order; a number also counts in another spelling of it.
_SPELLED: Final = f"({' and '.join(f'{{t}}.words like p[{n}]' for n in range(1, 7))})"
_ALIKE: Final = 0.39
"""How much two words have in common: "straet" and "straat" four of their ten trigrams, "oven" and "boven" less."""

# A row is judged only until enough are found: judging every hit of a common word would take a second.
_NEWEST: Final = 1_500
_MANY: Final = 3_000
_FEW_HUNDRED: Final = 200

# A common word stands in what was written last: looked at first, newest first, and usually enough. What is rarer
# comes from the index, which is cheap exactly then; of a word that stands in very many
# rows, but not lately, these need not be the newest. Only when little is spelled like that are typing errors forgiven.
_SEARCH: Final = """
create function search(wanted text[], numbers text[], kinds text[], most int)
returns table (kind text, target_id uuid, row_id uuid, exact boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  said text[] := array(select plain(w) from unnest(wanted) with ordinality u(w, n) order by n);
  p text[] := array(select '%' || replace(replace(replace(w, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
                      from unnest(said) with ordinality u(w, n) order by n);
  q text[] := array(select '%' || plain(w) || '%' from unnest(numbers) w);
  f text[] := array(select w from unnest(said) with ordinality u(w, n) where w ~ '^[^0-9]{{4,}}$' order by n);
  rest text[] := array(select x from unnest(p) x where x ~ '[0-9]' or length(x) < 6);
  hits int;
begin
  if cardinality(p) = 0 then
    return;
  end if;
  -- What is missing repeats the first, which asks for nothing more.
  p := p || array_fill(p[1], array[6]);
  return query
    with newest as materialized (
      select y.* from (select * from search_entries x order by x.row_id desc limit {newest}) y
       where y.organisations && viewers() and y.kind = any(kinds)),
    visible as (select e.kind, e.target_id, e.row_id from newest e
                 where ({spelled_e} or e.words like any(q)) and {visible} limit most * 2)
    select v.kind::text, v.target_id, (array_agg(v.row_id order by v.row_id desc))[1], true from visible v
     group by 1, 2 having (select count(distinct w.target_id) from visible w) >= most
     order by max(v.row_id::text) desc limit most;
  if found then
    return;
  end if;
  return query
    with candidates as materialized (
      select y.row_id from (
        (select x.row_id from search_entries x
          where x.organisations && viewers() and {spelled_x} and x.kind = any(kinds) limit {many})
        union
        (select x.row_id from search_entries x
          where x.organisations && viewers() and x.words like any(q) and x.kind = any(kinds) limit {many})) y
       order by y.row_id desc),
    visible as (select e.kind, e.target_id, e.row_id from candidates c
                 cross join lateral (select * from search_entries x where x.row_id = c.row_id) e
                 where {visible} limit most * 3)
    select v.kind::text, v.target_id, (array_agg(v.row_id order by v.row_id desc))[1], true from visible v
     group by 1, 2 order by max(v.row_id::text) desc limit most;
  get diagnostics hits = row_count;
  if hits >= {few} or cardinality(f) = 0 then
    return;
  end if;
  return query
    with alike as materialized (
      select distinct on (x.row_id) x.* from unnest(pieces(f[1])) g
       cross join unnest(case when cardinality(f) > 1 then pieces(f[2]) else array[null] end) h
       cross join lateral (select * from search_entries x where x.organisations && viewers() and x.words like g
                              and x.words like coalesce(h, g) and x.words like coalesce(rest[1], g)
                              and x.kind = any(kinds)
                            limit {few_hundred}) x),
    scored as materialized (
      select a.*, likeness(f[1], a.words) as one, likeness(f[2], a.words) as two, likeness(f[3], a.words) as three
        from alike a where a.words like all(rest) and not {spelled_a}),
    candidates as materialized (
      select s.*, one + two + three as score from scored s
       where least(one, two, three) >= {alike} order by one + two + three desc, s.row_id desc),
    visible as (select e.kind, e.target_id, e.row_id, e.score from candidates e where {visible} limit most * 3)
    select v.kind::text, v.target_id, (array_agg(v.row_id order by v.score desc, v.row_id desc))[1], false
      from visible v group by 1, 2 order by max(v.score) desc limit most;
end $$
""".format(
    newest=_NEWEST,
    many=_MANY,
    few=5,
    spelled_e=_SPELLED.format(t="e"),
    spelled_x=_SPELLED.format(t="x"),
    spelled_a=_SPELLED.format(t="a"),
    alike=_ALIKE,
    few_hundred=_FEW_HUNDRED,
    visible=visible("e"),
)


def _indexed(table: str) -> str:
    kind, target, columns = SEARCHED[table]
    return f"index_words('{kind}', '{target}', {', '.join(repr(name) for name in columns)})"


# Files from before they were found: the trigger does the rest. Once each has its entry there is nothing left to do.
_EARLIER: Final = """
update attachments a set name = a.name
 where a.withdrawn_at is null and not exists (select from search_entries e where e.row_id = a.id)
"""

STATEMENTS: list[str] = [
    "alter table search_entries enable row level security",
    *reader_policies(["search_entries"], write=True),
    _PLAIN,
    "revoke all on function plain(text) from public",
    "grant execute on function plain(text) to schakel_reader",
    _JOINED,
    "revoke all on function joined(text) from public",
    "grant execute on function joined(text) to schakel_reader",
    _PIECES,
    "revoke all on function pieces(text) from public",
    "grant execute on function pieces(text) to schakel_reader",
    _LIKENESS,
    "revoke all on function likeness(text, text) from public",
    "grant execute on function likeness(text, text) to schakel_reader",
    _INDEX,
    *definer("index_words()", "schakel_owner"),
    *(
        f"create trigger index_words after insert on {table} for each row execute function {_indexed(table)}"
        for table in SEARCHED
    ),
    *(
        f"create trigger index_anew after update of {', '.join(SEARCHED[table][2])} on {table} for each row"
        f" execute function {_indexed(table)}"
        for table in CORRECTED
    ),
    _GUESTS,
    *definer("index_guests()", "schakel_owner"),
    "create trigger index_guests after insert on participations for each row execute function index_guests()",
    _SEARCH,
    *definer("search(text[], text[], text[], int)", "schakel_app"),
    _EARLIER,
]
