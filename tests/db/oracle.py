"""Who may see and write what, said a second time: in plain Python, from the design and the law, without SQL.

Only tests use this. It shares no code with `db.policies`; where the two disagree, one of them is wrong.
A moment is a number of days from now, so a world does not depend on when it is looked at.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID


@dataclass(frozen=True)
class Span:
    """From a moment until (not including) another; None is open."""

    start: int = -30
    end: int | None = None

    def now(self) -> bool:
        return self.start <= 0 and (self.end is None or self.end > 0)


@dataclass(frozen=True)
class Organisation:
    id: UUID
    kind: str
    territory: str | None = None
    active: bool = True


@dataclass(frozen=True)
class Admission:
    compartment: str
    screened: int = -30
    trained: int = -30
    valid: Span = Span()

    def opens(self, compartment: str) -> bool:
        return (
            self.compartment == compartment and self.valid.now() and self.screened <= 0 and self.trained <= 0
        )


CONTENT_ROLES = {
    "reporter", "handler", "mandate_holder", "case_manager", "preparation", "analyst", "chair",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    id: UUID
    organisation: Organisation
    roles: tuple[tuple[str, Span], ...]
    admissions: tuple[Admission, ...]

    def works_on_content(self) -> bool:
        return any(role in CONTENT_ROLES and valid.now() for role, valid in self.roles)

    def admitted(self, compartment: str) -> bool:
        return any(one.opens(compartment) for one in self.admissions)


@dataclass(frozen=True)
class Scope:
    id: UUID
    step: str
    compartment: str = "R"
    phase: int = 3
    territory: str | None = None
    sealed: bool = False


@dataclass(frozen=True)
class Seat:
    """That an organisation takes, or took, part in a scope."""

    scope: Scope
    organisation: Organisation
    part: str
    ended: bool = False
    persons: frozenset[UUID] | None = None
    """The persons it is limited to; None is everybody who works there. The same for every part in one scope."""


@dataclass(frozen=True)
class Ceiling:
    compartment: str
    part: str
    step: str
    category: str
    level: str = "content"
    reach: str = "all"
    valid: Span = Span()


@dataclass(frozen=True)
class Rule:
    category: str
    step: str | None = None
    owner_kind: str | None = None
    recipient_kind: str | None = None
    valid: Span = Span()
    agreement: Span = Span()
    not_from: frozenset[UUID] = frozenset()
    not_to: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Category:
    phase: int
    outlives_seal: bool


@dataclass(frozen=True)
class Row:
    id: UUID
    table: str
    scope: Scope
    owner: Organisation
    author: Person
    category: str
    circle: frozenset[UUID] | None = None


@dataclass(repr=False)
class World:
    categories: dict[str, Category]
    suppliers: set[tuple[str, str]]
    organisations: list[Organisation] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    bars: set[tuple[UUID, UUID]] = field(default_factory=set)
    emergencies: set[tuple[UUID, UUID]] = field(default_factory=set)
    """Scope and person: who broke the glass, and may still look."""
    lapsed: set[tuple[UUID, UUID]] = field(default_factory=set)
    """The same, when it is over; it means nothing any more."""
    ceilings: list[Ceiling] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    more: list[Row] = field(default_factory=list)
    """Rows that stand in the world because another table needs them: the subject of each scope."""
    rooms: list[list[Person]] = field(default_factory=list)
    default_matrix: bool = False

    def may_enter(self, viewers: list[Person]) -> bool:
        return all(one.organisation.active for one in viewers)

    def sees(self, viewers: list[Person], row: Row) -> bool:
        """Whether everyone in the room may see the row, and so the room may."""
        return (
            self._may_look(viewers, row.scope)
            and self._open(row.scope, row.category)
            and self._let_in(viewers, row)
            and all(self.given(one.organisation, row) for one in viewers)
        )

    def told(self, viewers: list[Person], scope: Scope, category: str) -> bool:
        """Whether the room learns that something of this category is not shared: a mark, and nothing more.

        Everybody takes part and may know of one and the same row that is closed to nobody, and somebody may not
        see it. What is closed to a circle is never counted.
        """
        return (
            self._may_look(viewers, scope)
            and all(self._parts(one.organisation, scope) for one in viewers)
            and self._open(scope, category)
            and any(
                row.circle is None
                and all(self._knows(one.organisation, row) for one in viewers)
                and not all(self.given(one.organisation, row) for one in viewers)
                for row in [*self.rows, *self.more]
                if (row.scope, row.category) == (scope, category)
            )
        )

    def _knows(self, organisation: Organisation, row: Row) -> bool:
        """Sees it, or may at least know that it is there."""
        return self.given(organisation, row) or (
            organisation.active
            and any(
                self._allowed(part, organisation, row, ("existence",))
                for part in self._parts(organisation, row.scope)
            )
            and self._agreed(organisation, row)
        )

    def sees_scope(self, viewers: list[Person], scope: Scope) -> bool:
        """Where something stands: for those who may work on it, of organisations that take part."""
        return self._may_look(viewers, scope) and all(self._parts(one.organisation, scope) for one in viewers)

    def may_add(self, viewers: list[Person], row: Row) -> bool:
        """Whether the row may be written: one person, in its own name, where its organisation takes part."""
        if len(viewers) != 1 or row.author != viewers[0] or row.owner != viewers[0].organisation:
            return False
        return (
            self._may_look(viewers, row.scope)
            and self._open(row.scope, row.category)
            and bool(self._parts(row.owner, row.scope))
            # What outlives the seal is read; nothing is added, but the record of the sealing itself.
            and (row.table == "events" or not row.scope.sealed)
            and (row.table != "contributions" or (row.category, row.owner.kind) in self.suppliers)
        )

    def may_record(self, viewers: list[Person], row: Row) -> bool:
        """Whether its event may be written: the same, for whatever may be supplied and whoever is let in."""
        return self.may_add(viewers, replace(row, table="events", circle=None))

    def may_correct(self, viewers: list[Person], row: Row) -> bool:
        """Only the owner, one person at a time, and only what it can see."""
        return len(viewers) == 1 and row.owner == viewers[0].organisation and self.sees(viewers, row)

    def notice(self, row: Row) -> frozenset[UUID]:
        """Who notices that something new came: only those who can see it; a closed row tells nobody else."""
        return frozenset(
            seat.organisation.id
            for seat in self.seats
            if seat.scope == row.scope
            and not seat.ended
            and (
                seat.organisation == row.owner or (row.circle is None and self.given(seat.organisation, row))
            )
        )

    def given(self, organisation: Organisation, row: Row) -> bool:
        """One's own, or shared: a part in the scope, the law's ceiling and a rule that all say yes now."""
        return organisation == row.owner or (
            organisation.active
            and any(self._allowed(part, organisation, row) for part in self._parts(organisation, row.scope))
            and self._agreed(organisation, row)
        )

    def _allowed(
        self, part: str, organisation: Organisation, row: Row, levels: tuple[str, ...] = ("content", "title")
    ) -> bool:
        at_home = row.scope.territory is not None and row.scope.territory == organisation.territory
        return any(
            (one.compartment, one.part, one.step, one.category)
            == (row.scope.compartment, part, row.scope.step, row.category)
            and one.valid.now()
            and one.level in levels
            and (one.reach == "all" or (one.reach == "municipality" and at_home))
            for one in self.ceilings
        )

    def _agreed(self, organisation: Organisation, row: Row) -> bool:
        return any(
            rule.category == row.category
            and rule.step in (None, row.scope.step)
            and rule.owner_kind in (None, row.owner.kind)
            and rule.recipient_kind in (None, organisation.kind)
            and row.owner.id not in rule.not_from
            and organisation.id not in rule.not_to
            and rule.valid.now()
            and rule.agreement.now()
            for rule in self.rules
        )

    def _parts(self, organisation: Organisation, scope: Scope) -> list[str]:
        return [
            seat.part
            for seat in self.seats
            if seat.scope == scope and seat.organisation == organisation and not seat.ended
        ]

    def _may_look(self, viewers: list[Person], scope: Scope) -> bool:
        return all(
            one.works_on_content()
            and one.admitted(scope.compartment)
            and (scope.id, one.id) not in self.bars
            and (self._is_named(one, scope) or (viewers == [one] and (scope.id, one.id) in self.emergencies))
            for one in viewers
        )

    def _is_named(self, person: Person, scope: Scope) -> bool:
        """Named, or of an organisation that limited its part to nobody in particular."""
        return all(
            seat.persons is None or person.id in seat.persons
            for seat in self.seats
            if seat.scope == scope and seat.organisation == person.organisation
        )

    def _open(self, scope: Scope, category: str) -> bool:
        kind = self.categories[category]
        return kind.phase <= scope.phase and (kind.outlives_seal or not scope.sealed)

    def _let_in(self, viewers: list[Person], row: Row) -> bool:
        """A closed row is for its owner or for those who are named; a mixed room is neither."""
        return (
            row.circle is None
            or all(one.organisation == row.owner for one in viewers)
            or all(one.id in row.circle for one in viewers)
        )
