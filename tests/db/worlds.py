"""Random worlds for the oracle: everything is allowed, minus a few; otherwise hardly a foreign row is ever seen."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from db.seed import matrix
from tests.db.oracle import (
    Admission,
    Category,
    Ceiling,
    Organisation,
    Person,
    Row,
    Rule,
    Scope,
    Seat,
    Span,
    World,
)

ENDED, LATER, TODAY_ENDED, TODAY_BEGUN = Span(-9, -1), Span(2), Span(-9, 0), Span(0, 5)
SPANS = st.sampled_from([ENDED, LATER, TODAY_ENDED, TODAY_BEGUN, Span(-3, 1)])

KINDS = ["riec", "police", "police", "municipality", "municipality", "tax", "labour_inspectorate"]
TERRITORIES = [None, None, None, "GM0361", "GM0392", None, None]
PARTS = [
    "partner",
    "riec",
    "municipality",
    "reporter",
    "preparation",
    "asker",
    "asked",
    "assignee",
    "invited",
]
STEPS = ["dossier", "weighing", "assignment", "execution", "evaluation", "detection", "closed", "meeting"]
CATEGORIES = [code for code, *_ in matrix.CATEGORIES]
TABLES = ["contributions", "statuses"]


def numbered(kind: int, number: int) -> UUID:
    """An identifier that is the same in every world."""
    return UUID(int=(kind << 64) + number)


def few(values: list[Any], most: int = 3, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """A few different ones of these, often none."""
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique_by=id)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A region with people, scopes, rules and rows, in which most things are shared."""
    world = World(
        categories={code: Category(phase, outlives) for code, _, _, phase, outlives, _ in matrix.CATEGORIES},
        suppliers={
            (category, kind) for category, kinds in matrix.SUPPLIERS.items() for kind in kinds.split()
        },
    )
    _people(draw, world)
    _scopes(draw, world)
    _seats(draw, world)
    used = draw(st.lists(st.sampled_from(CATEGORIES), min_size=3, max_size=5, unique=True))
    _rows(draw, world, used)
    _rules(draw, world, sorted({row.category for row in world.rows}))
    _ceilings(draw, world)
    people = world.persons
    # Everybody alone, and a few walls: colleagues, two partners, and three together.
    walls = [[people[1], people[7]], [people[0], people[3]], [people[2], people[5], people[3]]]
    world.rooms = draw(few([*([one] for one in people), *walls], 6, least=4))
    return world


def _people(draw: st.DrawFn, world: World) -> None:
    world.organisations = [
        Organisation(numbered(1, n), kind, TERRITORIES[n], active=True) for n, kind in enumerate(KINDS)
    ]
    for gone in draw(few(world.organisations[2:], 1)):
        _swap(world.organisations, gone, replace(gone, active=False))
    admitted = (Admission("R"), Admission("T"))
    handler = (("handler", Span()),)
    # Two people of the first police unit, so that colleagues stand beside each other.
    homes = [*world.organisations, world.organisations[1]]
    world.persons = [Person(numbered(2, n), home, handler, admitted) for n, home in enumerate(homes)]
    for one in draw(few(world.persons)):
        _swap(world.persons, one, replace(one, admissions=draw(_admissions())))
    for one in draw(few(world.persons, 2)):
        _swap(world.persons, one, replace(one, roles=draw(_roles())))
    world.bars = set()


def _admissions() -> st.SearchStrategy[tuple[Admission, ...]]:
    one = st.builds(
        Admission,
        st.sampled_from(["R", "T"]),
        st.sampled_from([-30, 0, 2]),
        st.sampled_from([-30, 0, 2]),
        SPANS,
    )
    return st.lists(one, max_size=2).map(tuple)


def _roles() -> st.SearchStrategy[tuple[tuple[str, Span], ...]]:
    role = st.sampled_from(["privacy_officer", "functional_administrator", "chair", "auditor"])
    return st.lists(st.tuples(role, SPANS), max_size=2, unique_by=lambda one: one[0]).map(tuple)


def _scopes(draw: st.DrawFn, world: World) -> None:
    for number in range(4):
        scope = Scope(
            numbered(3, number),
            step=draw(st.sampled_from(STEPS)),
            compartment=draw(st.sampled_from(["R", "R", "R", "T"])),
            phase=draw(st.sampled_from([3, 3, 3, 2, 1, 0])),
            territory=draw(st.sampled_from(["GM0361", "GM0361", "GM0392", None])),
            sealed=draw(st.sampled_from([False] * 5 + [True])),
        )
        world.scopes.append(scope)
    pairs = [(scope.id, person.id) for scope in world.scopes for person in world.persons]
    world.bars = set(draw(few(pairs, 4)))


def _seats(draw: st.DrawFn, world: World) -> None:
    world.seats = [
        Seat(scope, one, one.kind if one.kind in ("riec", "municipality") else "partner")
        for scope in world.scopes
        for one in world.organisations
    ]
    for seat in draw(few(world.seats, 4)):
        _swap(world.seats, seat, replace(seat, ended=True))
    for seat in draw(few([seat for seat in world.seats if not seat.ended], 5)):
        _swap(world.seats, seat, replace(seat, part=draw(st.sampled_from(PARTS))))
    for seat in draw(few(list(world.seats), 3)):
        other = draw(st.sampled_from([part for part in PARTS if part != seat.part]))
        world.seats.append(replace(seat, part=other, ended=draw(st.booleans())))
    for seat in draw(few(list(world.seats), 4)):
        world.seats.remove(seat)
    _named(draw, world)


def _named(draw: st.DrawFn, world: World) -> None:
    """Some organisations are limited to persons in a scope, in all their parts there; some look all the same."""
    pairs = sorted({(seat.scope.id, seat.organisation.id) for seat in world.seats})
    for pair in draw(few(pairs, 8, least=2)):
        people = [one.id for one in world.persons if one.organisation.id == pair[1]]
        named = frozenset(draw(few(people, 2)))
        world.seats = [
            replace(seat, persons=named) if (seat.scope.id, seat.organisation.id) == pair else seat
            for seat in world.seats
        ]
    limited = sorted(
        (seat.scope.id, one.id)
        for seat in world.seats
        for one in world.persons
        if seat.persons is not None and one.organisation == seat.organisation
    )
    if limited:
        world.emergencies = set(draw(few(limited, 3)))
        world.lapsed = set(draw(few(limited, 3))) - world.emergencies


def _rows(draw: st.DrawFn, world: World, used: list[str]) -> None:
    """One row of each owner in each scope and category, where the owner takes or took part."""
    number = 0
    for scope in world.scopes:
        seated = {seat.organisation.id for seat in world.seats if seat.scope == scope}
        for author in world.persons[: len(world.organisations)]:
            for category in used if author.organisation.id in seated else []:
                number += 1
                table = TABLES[number % 2]
                world.rows.append(
                    Row(numbered(4, number), table, scope, author.organisation, author, category)
                )
    for row in draw(few(world.rows, 6)):
        people = draw(st.lists(st.sampled_from(world.persons), max_size=4))
        _swap(world.rows, row, replace(row, circle=frozenset(one.id for one in people)))


def _rules(draw: st.DrawFn, world: World, used: list[str]) -> None:
    world.rules = [Rule(category) for category in used]
    kinds, ids = st.sampled_from(KINDS), [one.id for one in world.organisations]
    changes: list[st.SearchStrategy[dict[str, Any]]] = [
        kinds.map(lambda kind: {"owner_kind": kind}),
        kinds.map(lambda kind: {"recipient_kind": kind}),
        st.sampled_from(STEPS).map(lambda step: {"step": step}),
        SPANS.map(lambda span: {"valid": span}),
        SPANS.map(lambda span: {"agreement": span}),
        few(ids).map(lambda some: {"not_from": frozenset(some)}),
        few(ids).map(lambda some: {"not_to": frozenset(some)}),
    ]
    for rule in draw(few(list(world.rules), 4, least=2)):
        narrowed = replace(rule, **draw(st.one_of(changes)))
        world.rules.append(narrowed)
        # In the place of the wide rule, or, now and then, beside it.
        if draw(st.sampled_from([True, True, True, False])):
            world.rules.remove(rule)


def _ceilings(draw: st.DrawFn, world: World) -> None:
    world.default_matrix = draw(st.sampled_from([False, False, True]))
    if world.default_matrix:
        world.ceilings = [
            Ceiling("R", part, step, category, level, reach)
            for part, step, category, level, reach, _ in matrix.ceiling_rows()
        ]
        return
    wanted = {
        (seat.scope.compartment, seat.part, seat.scope.step, row.category)
        for seat in world.seats
        for row in world.rows
        if row.scope == seat.scope
    }
    world.ceilings = [Ceiling(*one) for one in sorted(wanted)]
    changes: list[st.SearchStrategy[dict[str, Any]]] = [
        st.sampled_from(["title", "existence"]).map(lambda level: {"level": level}),
        st.sampled_from(["own", "municipality"]).map(lambda reach: {"reach": reach}),
        SPANS.map(lambda span: {"valid": span}),
        st.sampled_from(STEPS).map(lambda step: {"step": step}),
    ]
    for ceiling in draw(few(list(world.ceilings), 12, least=6)):
        _swap(world.ceilings, ceiling, replace(ceiling, **draw(st.one_of(changes))))
    for ceiling in draw(few(list(world.ceilings), 8)):
        world.ceilings.remove(ceiling)
    # Enough of what may be known and not seen.
    for ceiling in draw(few(list(world.ceilings), 8, least=3)):
        _swap(world.ceilings, ceiling, replace(ceiling, level="existence"))


def _swap(many: list[Any], old: Any, new: Any) -> None:
    many[many.index(old)] = new
