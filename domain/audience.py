"""Besloten and gesloten: whom an owner closes its own row to, who could be named, and who gains or loses sight.

A corridor: contributions and opinions can be closed. Who could read a row is asked of the database (`could_read()`),
from the same decision that the policies enforce.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from pydantic import Field
from sqlalchemy import text, update
from sqlmodel import Session, col

from db.tables import Shareable
from domain import access, events, process, rows, sharing
from domain.actor import Actor, StaffRole
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.shapes import Shape, View

Row = TypeVar("Row", bound=Shareable)

Openness = Literal["everybody", "named", "closed"]

RIEC: Final = "riec"


class ForWhom(Shape):
    """Voor wie: everybody whom the rules allow, named persons (besloten), or one person of the RIEC (gesloten)."""

    for_whom: Openness = Field(
        default="everybody",
        description="Voor wie: everybody (whom the rules allow), named (besloten: the persons named) or closed"
        " (gesloten: one person of the RIEC). Others find no trace of what is named or closed",
    )
    persons: Sequence[UUID] = Field(
        default=(),
        max_length=100,
        description="Personen: with named at least one, with closed exactly one, of the RIEC; see /readers",
        examples=[[]],
    )


class ChangeAudience(ForWhom):
    """Kring wijzigen: for whom one's own row is from now on."""


class Reader(View):
    """Mogelijke lezer: a person who could read what one adds here, as things stand now."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    function_title: str = Field(description="Functie", examples=["Toezichthouder"])
    organisation: str = Field(description="Organisatie", examples=["Gemeente Vlaardingen"])
    organisation_kind: str = Field(description="Soort organisatie", examples=["municipality"])
    categories: Sequence[str] = Field(
        description="Gegevenscategorieën that this person could read", examples=[["housing"]]
    )


class Named(View):
    """Genoemde persoon: somebody a row is closed to."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    organisation: str = Field(description="Organisatie", examples=["Gemeente Vlaardingen"])


class Sight(View):
    """Zicht: persons of one organisation."""

    organisation: str = Field(description="Organisatie", examples=["Gemeente Vlaardingen"])
    persons: Sequence[str] = Field(description="Personen", examples=[["Noor de Wit"]])


class AudienceChange(View):
    """Wie krijgt en wie verliest zicht, by organisation and by name; the owner's own people always see it."""

    gain: Sequence[Sight] = Field(description="Krijgt zicht")
    lose: Sequence[Sight] = Field(description="Verliest zicht")


def possible_readers(
    session: Session, actor: Actor, scope_id: UUID, categories: Sequence[str]
) -> list[Reader]:
    """The persons of other organisations who could read, here and now, what the own organisation adds."""
    found: dict[UUID, dict[str, Any]] = {}
    asked = {"scope": scope_id, "categories": list(categories)}
    query = text(
        "select * from could_read(:scope, cast(:categories as text[])) order by organisation, name, actor_id, category"
    )
    for one in session.execute(query, asked).mappings():
        seen = found.setdefault(one["actor_id"], {**one, "id": one["actor_id"], "categories": []})
        seen["categories"].append(one["category"])
    return [Reader.model_validate(one) for one in found.values()]


def readers_here(session: Session, actor: Actor, scope_id: UUID, category: str | None) -> list[Reader]:
    """The same where the one who asks takes part, for one category or for all."""
    process.step_of(session, scope_id)
    wanted = [category] if category else [one.code for one in sharing.categories(session)]
    return possible_readers(session, actor, scope_id, wanted)


def circle_of(
    session: Session, actor: Actor, scope_id: UUID, category: str, data: ForWhom
) -> list[UUID] | None:
    """The circle that was asked for: None leaves it to the rules; Invalid when it is not one."""
    if data.for_whom == "everybody":
        if data.persons:
            raise Invalid(Problem("persons-only-when-named", "/persons"))
        return None
    wanted = set(data.persons)
    readers = {one.id: one for one in possible_readers(session, actor, scope_id, [category])}
    if not wanted:
        raise Invalid(Problem("nobody-named", "/persons"))
    if not wanted <= readers.keys():
        raise Invalid(Problem("person-cannot-read", "/persons"))
    if data.for_whom == "closed" and [readers[one].organisation_kind for one in wanted] != [RIEC]:
        raise Invalid(Problem("one-person-of-the-riec", "/persons"))
    return sorted(wanted)


def for_whom(circle: Sequence[UUID] | None, people: Mapping[UUID, tuple[Named, str]], owner: str) -> Openness:
    """What a circle is called: with one person of the RIEC, and nobody else, it is closed."""
    if circle is None:
        return "everybody"
    kinds = [people[one][1] for one in circle if one in people]
    return "closed" if kinds == [RIEC] and owner != RIEC else "named"


def named(session: Session, circles: Iterable[Sequence[UUID] | None]) -> dict[UUID, tuple[Named, str]]:
    """The persons in these circles, each with the kind of organisation; no statement when nothing is closed."""
    wanted = sorted({one for circle in circles if circle for one in circle})
    if not wanted:
        return {}
    found = session.execute(
        text(
            "select a.id, a.name, o.name as organisation, o.kind from actors a"
            " join organisations o on o.id = a.organisation_id where a.id = any(:ids)"
        ),
        {"ids": wanted},
    )
    return {
        one.id: (Named(id=one.id, name=one.name, organisation=one.organisation), one.kind) for one in found
    }


def described(
    circle: Sequence[UUID] | None, people: Mapping[UUID, tuple[Named, str]], owner_kind: str
) -> dict[str, Any]:
    """The fields of a view that say for whom a row is."""
    members = [people[one][0] for one in circle or () if one in people]
    return {
        "for_whom": for_whom(circle, people, owner_kind),
        "persons": sorted(members, key=lambda one: (one.organisation, one.name)),
    }


def rehearse(session: Session, actor: Actor, model: type[Row], row_id: UUID, data: ForWhom) -> AudienceChange:
    """Who would gain and who would lose sight of one's own row."""
    found = _mine(session, actor, model, row_id)
    circle = circle_of(session, actor, found.scope_id, found.category, data)
    readers = possible_readers(session, actor, found.scope_id, [found.category])
    before, after = _seeing(readers, found.circle), _seeing(readers, circle)
    access.consulted(session, actor, "audience", scope_id=found.scope_id, object_ids=[row_id])
    return AudienceChange(
        gain=_by_organisation(one for one in readers if one.id in after - before),
        lose=_by_organisation(one for one in readers if one.id in before - after),
    )


def change(
    session: Session,
    actor: Actor,
    model: type[Row],
    row_id: UUID,
    data: ForWhom,
    roles: Sequence[StaffRole],
    told_as: EventType,
) -> None:
    """Narrow or widen for whom one's own row is; what was told of it before follows."""
    found = _mine(session, actor, model, row_id)
    actor.require(*roles)
    circle = circle_of(session, actor, found.scope_id, found.category, data)

    scope_id, category = found.scope_id, found.category
    session.execute(update(model).where(col(model.id) == row_id).values(circle=circle))
    session.expire(found)

    events.record(
        session, actor, told_as, scope_id=scope_id, case_id=process.parent_of(session, scope_id), subject_id=scope_id,
        object_id=row_id, category=category, data={"for_whom": data.for_whom},
    )  # fmt: skip


def _mine(session: Session, actor: Actor, model: type[Row], row_id: UUID) -> Row:
    found = rows.find(session, model, row_id)
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    if getattr(found, "withdrawn_at", None):
        raise NotAllowed("withdrawn")
    process.require(session, found.scope_id, *process.OPEN)
    return found


def _seeing(readers: Sequence[Reader], circle: Sequence[UUID] | None) -> set[UUID]:
    return {one.id for one in readers if circle is None or one.id in circle}


def _by_organisation(readers: Iterable[Reader]) -> list[Sight]:
    found: dict[str, list[str]] = {}
    for one in readers:
        found.setdefault(one.organisation, []).append(one.name)
    return [Sight(organisation=name, persons=persons) for name, persons in found.items()]
