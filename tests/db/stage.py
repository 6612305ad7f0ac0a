"""A random world, put into PostgreSQL inside one transaction, looked at through the policies, and taken away."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.db.oracle import Person, Row, Span, World
from tests.db.worlds import TABLES, numbered

FIRST_CASE, ADMINISTRATOR = numbered(9, 1), numbered(9, 2)

# What a row of each table must hold besides the columns that sharing stands on.
FILLING: dict[str, dict[str, Any]] = {
    "contributions": {"text": "x", "source": "x"},
    "statuses": {"of_id": FIRST_CASE, "status": "x"},
    "subjects": {
        "case_id": FIRST_CASE, "kind": "organisation", "role": "unknown", "name": "Bakkerij", "birth_date": "",
        "verified": False, "description": "",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What one room full of viewers got."""

    rows: frozenset[UUID]
    events: frozenset[UUID]
    scopes: frozenset[UUID]
    found: frozenset[UUID]
    corrected: frozenset[UUID]
    withheld: frozenset[tuple[UUID, str]]


class Stage:
    """One superuser's connection: it builds the world and lends itself to the application's role."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.today, self.now = self.one("select today(), now()")

    def one(self, statement: str, *values: Any) -> tuple[Any, ...]:
        row = self.connection.execute(statement.encode(), values).fetchone()
        assert row is not None
        return tuple(row)

    def put(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of one shape in one statement."""
        if not rows:
            return
        columns = list(rows[0])
        values = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(columns)))
        self.connection.execute(
            sql.SQL("insert into {} ({}) values {}").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.SQL(", ").join([values] * len(rows)),
            ),
            [row[column] for row in rows for column in columns],
        )

    def day(self, offset: int | None) -> date | None:
        return None if offset is None else self.today + timedelta(days=offset)

    def moment(self, offset: int | None) -> datetime | None:
        return None if offset is None else self.now + timedelta(days=offset)

    def days(self, span: Span) -> dict[str, Any]:
        return {"valid_from": self.day(span.start), "valid_until": self.day(span.end)}

    def build(self, world: World) -> None:
        """Insert the whole world."""
        self._people(world)
        self._scopes(world)
        self._sharing(world)
        self.put("subjects", [self._columns(_subject(world, one.id)) for one in world.scopes])
        for table in TABLES:
            self.put(table, [self._columns(row) for row in world.rows if row.table == table])
        self.put("events", [_event(row) for row in world.rows])

    def _people(self, world: World) -> None:
        self.put(
            "organisations",
            [
                {
                    "id": one.id, "name": str(one.id), "short_name": "x", "kind": one.kind, "active": one.active,
                    "municipality_code": one.territory, "sharing_key": one.kind, "wgs_participant": True,
                    "preparation": False,
                }
                for one in world.organisations
            ],
        )  # fmt: skip
        people = [(one.id, one.organisation.id) for one in world.persons]
        self.put(
            "actors",
            [
                {
                    "id": key, "organisation_id": home, "kind": "person", "name": "x", "function_title": "",
                    "language": "nl", "active": True,
                }
                for key, home in [*people, (ADMINISTRATOR, world.organisations[0].id)]
            ],
        )  # fmt: skip
        self.put(
            "actor_roles",
            [
                {"actor_id": one.id, "role": role, **self.days(valid)}
                for one in world.persons
                for role, valid in one.roles
            ],
        )
        self.put(
            "admissions",
            [
                {
                    "id": numbered(5, 10 * n + m), "actor_id": person.id, "compartment": one.compartment,
                    "screening_kind": "VOG", "screened_on": self.day(one.screened), "trained_on": self.day(one.trained),
                    "valid_from": self.day(one.valid.start),
                    # An admission always has an end.
                    "valid_until": self.day(99 if one.valid.end is None else one.valid.end),
                }
                for n, person in enumerate(world.persons)
                for m, one in enumerate(person.admissions)
            ],
        )  # fmt: skip

    def _scopes(self, world: World) -> None:
        self.put(
            "scopes",
            [
                {
                    "id": one.id, "kind": "subject", "parent_id": FIRST_CASE, "compartment": one.compartment, "step": one.step,
                    "phase": one.phase, "municipality_code": one.territory,
                    "sealed_at": self.now if one.sealed else None,
                }
                for one in world.scopes
            ]
            + [
                {
                    "id": FIRST_CASE, "kind": "case", "parent_id": None, "compartment": "R", "step": "dossier", "phase": 3,
                    "municipality_code": None, "sealed_at": None,
                }
            ],
        )  # fmt: skip
        self.put(
            "participations",
            [
                {
                    "id": numbered(6, n), "scope_id": seat.scope.id, "organisation_id": seat.organisation.id,
                    "part": seat.part, "kind": "subject", "ended_at": self.now if seat.ended else None,
                }
                for n, seat in enumerate(world.seats)
            ],
        )  # fmt: skip
        self.put(
            "bars",
            [{"scope_id": scope, "actor_id": person, "reason": "x"} for scope, person in sorted(world.bars)],
        )
        # Afterwards: when a participation begins, a trigger says what it is limited to.
        for seat in world.seats:
            self.connection.execute(
                "update participations set persons = %s where scope_id = %s and organisation_id = %s",
                [None if seat.persons is None else sorted(seat.persons), seat.scope.id, seat.organisation.id],
            )
        homes = {one.id: one.organisation.id for one in world.persons}
        self.put(
            "emergencies",
            [
                {
                    "id": numbered(12, n), "scope_id": scope, "actor_id": person, "organisation_id": homes[person],
                    "reason": "x", "created_at": self.moment(-3), "ends_at": self.moment(1 if running else -1),
                }
                for n, (running, scope, person) in enumerate(
                    [(True, *one) for one in sorted(world.emergencies)]
                    + [(False, *one) for one in sorted(world.lapsed)]
                )
            ],
        )  # fmt: skip
        self.put(
            "cases",
            [
                {
                    "id": FIRST_CASE, "scope_id": FIRST_CASE, "owner_id": world.organisations[0].id, "category": "title",
                    "actor_id": ADMINISTRATOR, "number": "1", "title": "x", "purpose": "x", "activity": "scan",
                    "organised_crime_link": "x", "municipality_code": "GM0361", "manager_due_on": self.today,
                }
            ],
        )  # fmt: skip

    def _sharing(self, world: World) -> None:
        if not world.default_matrix:
            self.connection.execute("delete from ceilings")
            self.put(
                "ceilings",
                [
                    {
                        "id": numbered(7, n), "compartment": one.compartment, "part": one.part, "step": one.step,
                        "category": one.category, "level": one.level, "reach": one.reach, "ground": "x",
                        **self.days(one.valid),
                    }
                    for n, one in enumerate(world.ceilings)
                ],
            )  # fmt: skip
        spans = sorted({rule.agreement for rule in world.rules}, key=str)
        self.put(
            "agreements",
            [
                {
                    "id": numbered(8, n), "kind": "covenant", "title": "x", "version": "1", "signed_on": self.today,
                    "valid_from": self.moment(span.start), "valid_until": self.moment(span.end),
                    "created_by": ADMINISTRATOR,
                }
                for n, span in enumerate(spans)
            ],
        )  # fmt: skip
        self.put(
            "rules",
            [
                {
                    "id": numbered(10, n), "agreement_id": numbered(8, spans.index(one.agreement)),
                    "owner_kind": one.owner_kind, "recipient_kind": one.recipient_kind, "category": one.category,
                    "step": one.step, "valid_from": self.moment(one.valid.start),
                    "ended_at": self.moment(one.valid.end), "created_by": ADMINISTRATOR,
                }
                for n, one in enumerate(world.rules)
            ],
        )  # fmt: skip
        self.put(
            "rule_exceptions",
            [
                {"rule_id": numbered(10, n), "organisation_id": organisation, "side": side}
                for n, one in enumerate(world.rules)
                for side, excepted in (("owner", one.not_from), ("recipient", one.not_to))
                for organisation in sorted(excepted)
            ],
        )

    def _columns(self, row: Row) -> dict[str, Any]:
        subject = {"subject_id": row.scope.id} if row.table == "contributions" else {}
        return {
            "id": row.id,
            "scope_id": row.scope.id,
            "owner_id": row.owner.id,
            "category": row.category,
            "actor_id": row.author.id,
            "circle": None if row.circle is None else sorted(row.circle),
            **subject,
            **FILLING[row.table],
        }

    @contextmanager
    def as_viewers(self, viewers: Sequence[Person]) -> Iterator[None]:
        """Be the application, for these people, and afterwards undo what it did."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute("set local role schakel_app")
            self.connection.execute("select become(%s)", [[one.id for one in viewers]])
            yield

    def seen(self, viewers: Sequence[Person]) -> Seen | None:
        """Everything these people get together; None when PostgreSQL does not accept them."""
        rows = " union all ".join(f"select id from {table}" for table in (*TABLES, "subjects"))
        try:
            with self.as_viewers(viewers):
                return Seen(
                    self._ids(rows),
                    self._ids("select object_id from events"),
                    self._ids("select id from scopes"),
                    self._ids(
                        "select target_id from search(array['bakkerij'], array[]::text[], array['signal', 'case', 'subject'], 100)"
                    ),
                    self._corrected(),
                    self._withheld(),
                )
        except psycopg.errors.InvalidAuthorizationSpecification:
            return None

    def _ids(self, statement: str) -> frozenset[UUID]:
        return frozenset(key for (key,) in self.connection.execute(statement.encode()))

    def _withheld(self) -> frozenset[tuple[UUID, str]]:
        """Of which kinds of data in which scopes these people learn that they are not shared, whatever they ask for."""
        found = self.connection.execute(
            "select scope_id, category from withheld(%s)", [[numbered(3, number) for number in range(4)]]
        )
        return frozenset((scope, category) for scope, category in found)

    def _corrected(self) -> frozenset[UUID]:
        """The contributions that change when somebody tries to change all; none when that is refused."""
        try:
            with self.connection.transaction():
                return self._ids("update contributions set text = 'y' returning id")
        except psycopg.errors.InsufficientPrivilege:
            return frozenset()

    def adds(self, viewers: Sequence[Person], row: Row, table: str | None = None) -> bool:
        """Whether PostgreSQL lets these people write the row (or, for `events`, its event)."""
        try:
            with self.as_viewers(viewers):
                if table == "events":
                    self.put("events", [_event(row)])
                else:
                    self.put(row.table, [self._columns(row)])
                return True
        except psycopg.errors.InsufficientPrivilege:
            return False

    def noticed(self, viewers: Sequence[Person], row: Row) -> frozenset[UUID]:
        """The organisations for which the scope moves up their list when these people write the row."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute("update participations set last_activity_at = now() - interval '1 day'")
            with self.as_viewers(viewers):
                self.put(row.table, [self._columns(row)])
                self.connection.execute("reset role")
                return self._ids(
                    "select organisation_id from participations where last_activity_at > now() - interval '1 hour'"
                )


def _subject(world: World, scope: UUID) -> Row:
    """The row that bears the id of its scope."""
    return next(row for row in subjects(world) if row.id == scope)


def subjects(world: World) -> list[Row]:
    """The subject of each scope: a row of the first organisation that takes or took part."""
    homes = {one.organisation: one for one in reversed(world.persons)}
    owners = {seat.scope: seat.organisation for seat in reversed(world.seats)}
    return [
        Row(scope.id, "subjects", scope, owners[scope], homes[owners[scope]], "identification")
        for scope in world.scopes
    ]


def _event(row: Row) -> dict[str, Any]:
    return {
        "type": "dossier.contributed", "scope_id": row.scope.id, "object_id": row.id, "owner_id": row.owner.id,
        "category": row.category, "actor_id": row.author.id, "organisation_id": row.owner.id, "data": Jsonb({}),
    }  # fmt: skip
