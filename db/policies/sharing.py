"""Sharing, said once: the decision, the five policies that enforce it, and the grants around them.

The predicates are written here once, for an alias; the policies of every shareable table and the search
function use the same text. See design 6 in docs/sharing-in-detail.md.
"""

from typing import Final

from sqlalchemy.schema import Table
from sqlmodel import SQLModel

from db.policies.identity import definer
from db.policies.participations import let_in

# Ceilings narrowed by rules: what holds for whole kinds of owner.
_AGREED: Final = """
create view agreed as
select w.id as viewer, c.compartment::text, c.part::text, c.step::text, r.owner_kind, c.category::text,
       c.reach::text, c.level::text, r.id as rule_id, c.ground::text, c.id as ceiling_id, r.agreement_id
  from ceilings c
  join rules r on r.category = c.category and (r.step is null or r.step = c.step)
  join agreements g on g.id = r.agreement_id
  join organisations w on w.active and (r.recipient_kind is null or r.recipient_kind = w.kind)
 where c.reach <> 'own'
   and c.valid_from <= today() and (c.valid_until is null or c.valid_until > today())
   and r.valid_from <= statement_clock() and (r.ended_at is null or r.ended_at > statement_clock())
   and g.valid_from <= statement_clock()
   and (g.valid_until is null or g.valid_until > statement_clock())
   and not exists (select from rule_exceptions x
                    where x.rule_id = r.id and x.side = 'recipient' and x.organisation_id = w.id)
"""

# The same, with what still holds for each owner that stands apart from its kind. As a union, since there is
# usually no such owner and the second half then costs nothing.
_DECISIONS: Final = """
create view sharing_decisions as
select a.viewer, a.compartment, a.part, a.step, coalesce(a.owner_kind, '*')::text as owner, a.category, a.reach,
       a.level, a.rule_id, a.ground, a.ceiling_id, a.agreement_id
  from agreed a
 union all
select a.viewer, a.compartment, a.part, a.step, o.sharing_key::text, a.category, a.reach, a.level, a.rule_id,
       a.ground, a.ceiling_id, a.agreement_id
  from organisations o join agreed a on a.owner_kind is null or a.owner_kind = o.kind
 where o.sharing_key <> o.kind
   and not exists (select from rule_exceptions x
                    where x.rule_id = a.rule_id and x.side = 'owner' and x.organisation_id = o.id)
"""

_SET: Final = (
    "(viewer uuid, compartment text, part text, step text, owner text, category text, reach text,"
    " level text, rule_id uuid, ground text, ceiling_id uuid)"
)
_SET_COLUMNS: Final = (
    "viewer, compartment, part, step, owner, category, reach, level, rule_id, ground, ceiling_id"
)

_SHARED_WITH: Final = f"""
create function shared_with(organisation uuid) returns table {_SET}
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select {_SET_COLUMNS} from sharing_decisions where viewer = organisation $$
"""

# In plpgsql, since its plan outlives the statement: planning this took longer than running it.
_SHARED_WITH_ME: Final = f"""
create function shared_with_me() returns table {_SET}
language plpgsql stable security definer rows 300 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query select {_SET_COLUMNS} from sharing_decisions
                where viewer = any(viewers()) and level <> 'existence';
end $$
"""


def keys(owner: str, place: str) -> str:
    """The lateral key pairs the row of an owner, by its id, is looked up with in a place; the likeliest first.

    An organisation with an exception of its own stands apart from its kind ('*' and the kind no longer
    speak for it); 'municipality' matches only in the viewer's own territory. '-' matches nothing: a NULL
    would throw the hashed lookup onto its slow path.
    """
    return f"""
    cross join lateral (select '*' where {owner} not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = {owner}) k(owner)
    cross join lateral (values ('all'), (case when {place}.own_territory
                                              then 'municipality' else '-' end)) m(reach)"""


def not_barred(t: str) -> str:
    """Nobody who looks is barred from the scope. Of few people there is anything: looked up once per statement."""
    return f"{t}.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors()))"


# Which category may be processed in a phase, and in a sealed scope only what outlives the seal (WGS 2.23(6)).
_OPEN: Final = """
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal)"""


def working(t: str, p: str) -> str:
    """In this place whoever asks may work on such a row: admitted, named where persons are, and its phase is open."""
    return f"""{p}.compartment = any(admitted()) and ({let_in(p)})
       and (({p}.phase, {p}.sealed, {t}.category) in ({_OPEN})) is true"""


def given(t: str, p: str, viewer: str) -> str:
    """The decision set gives a viewer such a row of that owner, in the part it takes in this place.

    `is true` keeps the set a hashed subplan, made once per statement: as a bare IN the planner joins it anew
    for every row.
    """
    return f"""{p}.ended_at is null and exists (select from (values (1)) one {keys(f"{t}.owner_id", p)}
       where (({viewer}, {p}.compartment, {p}.part, {p}.step, k.owner, {t}.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)"""


def seen(t: str) -> str:
    """Every viewer has a place in the scope in which it may work on the row, and owns the row or is given it.

    All of it of one participation, so that a row costs one look: see docs/decisions/0039.
    """
    return f"""has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = {t}.scope_id and p.organisation_id = v.id
       and {working(t, "p")}
       and ({t}.owner_id = v.id or {given(t, "p", "v.id")})))"""


def own(t: str) -> str:
    """My organisation's row, and I hold a content role."""
    return f"has_content_role() and {t}.owner_id = all(viewers())"


def named(t: str) -> str:
    """Closed rows only for owner and circle; barred persons not."""
    return f"""({t}.circle is null or {t}.owner_id = all(viewers()) or viewer_actors() <@ {t}.circle)
  and {not_barred(t)}"""


def visible(t: str) -> str:
    """All that the policies ask of who reads a row, for a definer function that judges rows itself."""
    return f"{named(t)} and {seen(t)}"


def member(t: str, *, unsealed: bool = True) -> str:
    """I take part in the scope, may work on it, and it is not sealed; or anyone could attach to a hidden or a closed case."""
    return f"""exists (select from participations p where p.scope_id = {t}.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null{" and not p.sealed" if unsealed else ""}
  and {working(t, "p")})"""


def mine(t: str) -> str:
    """What is written is my organisation's, and I hold a content role; before a wall nobody writes."""
    return f"has_content_role() and {t}.owner_id = my_organisation()"


def author(t: str) -> str:
    """Nobody adds in another's name; a colleague may correct."""
    return f"{t}.actor_id = my_actor()"


def supplied(t: str) -> str:
    """My kind of organisation holds such data for a listed task (WGS 2.19)."""
    return f"""exists (select from suppliers x join organisations o on o.kind = x.organisation_kind
  where o.id = my_organisation() and x.category = {t}.category)"""


# That a closed case is taken up once more is said in the case, while it is closed: see `db.policies.process`.
_OF_WHAT_IS_SEALED: Final = ("reopenings",)


def policies(t: str) -> list[str]:
    """The five policies of a shareable table."""
    sealed_too = t in _OF_WHAT_IS_SEALED
    return [
        f"create policy seen on {t} as permissive for select to schakel_app using ({seen(t)})",
        f"create policy own on {t} as permissive for insert to schakel_app with check ({mine(t)})",
        f"create policy corrected on {t} as permissive for update to schakel_app"
        f" using ({own(t)} and {seen(t)}) with check ({mine(t)})",
        f"create policy named on {t} as restrictive for all to schakel_app using ({named(t)})",
        f"create policy member on {t} as restrictive for insert to schakel_app"
        f" with check ({author(t)} and {member(t, unsealed=not sealed_too)})",
    ]


def event_policies(t: str = "events") -> list[str]:
    """The same for events, which nobody corrects: an act of administration has no scope and no reader; that a case
    was sealed is told."""
    free = f"{t}.scope_id is null or "
    return [
        f"create policy seen on {t} as permissive for select to schakel_app using ({seen(t)})",
        f"create policy own on {t} as permissive for insert to schakel_app with check ("
        f"{t}.owner_id = my_organisation() and {t}.organisation_id = my_organisation()"
        f" and {t}.actor_id = my_actor())",
        # What its row was closed to later holds for what was told of it before: see `db.policies.audience`.
        f"create policy named on {t} as restrictive for all to schakel_app using ({named(t)}"
        f" and ({t}.object_id is null or {t}.object_id not in (select closed_to_me())))"
        f" with check ({free}{named(t)})",
        f"create policy member on {t} as restrictive for insert to schakel_app with check ("
        f"{free}{member(t, unsealed=False)})",
    ]


_STAND_APART: Final = """
create function stand_apart() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update organisations set sharing_key = id::text where id = new.organisation_id and new.side = 'owner';
  return null;
end $$
"""


def shareable_tables() -> list[Table]:
    """Every table whose rows partners share, parents first."""
    from db.tables import Shareable

    names = {model.__tablename__ for model in Shareable.__subclasses__()}
    return [table for table in SQLModel.metadata.sorted_tables if table.name in names]


def _columns(table: Table) -> str:
    """What the application may write when it adds a row: never the moment it was written."""
    return ", ".join(column.name for column in table.columns if column.name != "created_at")


def _told_of(t: str) -> list[str]:
    """Who can see a new row notices it; of what is about two things that may be hidden, its own module says who."""
    if t == "connections":
        return []
    told = "touch_pair" if t == "relations" else "touch"
    return [
        f"create trigger touch after insert on {t} referencing new table as fresh"
        f" for each statement execute function {told}()"
    ]


def _shareable() -> list[str]:
    made: list[str] = []
    for table in shareable_tables():
        t = table.name
        made += [
            f"alter table {t} enable row level security",
            *policies(t),
            *reader_policies([t]),
            f"grant select on {t} to schakel_app",
            f"grant insert ({_columns(table)}) on {t} to schakel_app",
            *_told_of(t),
        ]
    return made


# What the definer functions read and write, on behalf of the reader role only.
_READ_BY_DEFINERS: Final = [
    "organisations",
    "actors",
    "actor_roles",
    "admissions",
    "scopes",
    "participations",
    "bars",
    "categories",
    "ceilings",
    "rules",
    "rule_exceptions",
    "agreements",
    "transitions",
    "suppliers",
]
_WRITTEN_BY_DEFINERS: Final = ("organisations", "scopes", "participations", "bars")


def reader_policies(tables: list[str], *, write: bool = False) -> list[str]:
    """Let the reader role, which nobody can log in as, see (and change) whole tables."""
    verbs = "select, insert, update" if write else "select"
    made: list[str] = []
    for table in tables:
        kind = "all" if write else "select"
        made += [
            f"create policy reader{'_writes' if write else ''} on {table} for {kind} to schakel_reader"
            f" using (true){' with check (true)' if write else ''}",
            f"grant {verbs} on {table} to schakel_reader",
        ]
    return made


STATEMENTS: list[str] = [
    # A region has some fifty rules, and autovacuum counts a table after fifty changes: uncounted, they make each decision
    # on sharing take twice as long (0.9 ms and not 0.4).
    *(
        f"alter table {table} set (autovacuum_analyze_threshold = 5, autovacuum_analyze_scale_factor = 0.1)"
        for table in ("agreements", "ceilings", "organisations", "rules")
    ),
    _AGREED,
    "alter view agreed owner to schakel_reader",
    _DECISIONS,
    "alter view sharing_decisions owner to schakel_reader",
    _SHARED_WITH,
    *definer("shared_with(uuid)", "schakel_app"),
    _SHARED_WITH_ME,
    *definer("shared_with_me()", "schakel_app"),
    _STAND_APART,
    *definer("stand_apart()", "schakel_owner"),
    "create trigger stand_apart after insert on rule_exceptions for each row execute function stand_apart()",
    "alter table participations enable row level security",
    # Where something stands is for those who may work on it: in a content role, admitted, named where persons are
    # and not barred. The role
    # stands inside the array: as a condition of its own the planner expects few rows from it and reads them all.
    "create policy mine on participations for select to schakel_app using ("
    "organisation_id = any(case when has_content_role() then viewers() end) and compartment = any(admitted())"
    f" and ({let_in('participations')}) and {not_barred('participations')})",
    "grant select on participations to schakel_app",
    "alter table scopes enable row level security",
    "create policy mine on scopes for select to schakel_app using (cardinality(viewers()) > 0 and not exists ("
    "select from unnest(viewers()) v(id) where not exists (select from participations p"
    " where p.scope_id = scopes.id and p.organisation_id = v.id and p.ended_at is null)))",
    "grant select on scopes to schakel_app",
    "alter table bars enable row level security",
    "create policy mine on bars for select to schakel_app using (actor_id = any(viewer_actors()))",
    "grant select on bars to schakel_app",
    *reader_policies(_READ_BY_DEFINERS),
    *reader_policies(list(_WRITTEN_BY_DEFINERS), write=True),
    *_shareable(),
    # A contribution holds what its supplier holds for a listed task (WGS 2.19), and only its owner corrects it.
    f"create policy supplier on contributions as restrictive for insert to schakel_app"
    f" with check ({supplied('contributions')})",
    "grant update (text, source, source_reliability, content_credibility, observed_on, corrected_at) on contributions to schakel_app",
    "grant update (role, name, name_parts, display_name, sort_name, aliases, birth_date, identifier_kind, identifier_raw,"
    " identifier, verified, description, corrected_at) on subjects to schakel_app",
]
