"""Submitting signals, one or many: by the same verb, so that the same rules hold and the same is logged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables import Shareable, new_id
from db.tables.detection import Mention, Observation, SafeContact, Signal, Status
from domain import catalogue, danger, events, guard, rows
from domain.actor import REPORTERS, Actor
from domain.acts import shown_by
from domain.calendar import today
from domain.catalogue import FormView, IndicatorView, MunicipalityView
from domain.detection.shapes import SubmitSignal
from domain.detection.signals import view
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.naming import checked

_PLACES: Final = "from jsonb_to_recordset(cast(:places as jsonb)) p(id uuid, territory text)"
_OPENS: Final = text(f"select open_signal(p.id, p.territory) {_PLACES}")
_OPENS_PROTECTED: Final = text(f"select open_protected_signal(p.id, p.territory) {_PLACES}")


def may_submit(actor: Actor) -> bool:
    """Whether submitting a signal is something this person can do at all."""
    return actor.has(*REPORTERS) and actor.wgs_participant and "R" in actor.compartments


def require_reporter(actor: Actor) -> None:
    """Refuse who cannot submit a signal."""
    actor.require(*REPORTERS)
    if not actor.wgs_participant:
        # WGS 2.19: others send a notice to a participant instead.
        raise NotAllowed("not-a-participant")
    if "R" not in actor.compartments:
        # WGS 1.8(2): who is no longer screened and trained brings nothing in either.
        raise NotAllowed("admission-ended")


@dataclass(frozen=True)
class Lists:
    """What the content of a signal is held against on a day; read once for as many signals as there are."""

    on: date
    forms: Sequence[FormView]
    municipalities: Sequence[MunicipalityView]
    indicators: Mapping[str, IndicatorView]
    guarded: guard.Words

    @classmethod
    def now(cls, session: Session) -> "Lists":
        """The lists of today."""
        on = today()
        return cls(
            on,
            catalogue.forms(session, on),
            catalogue.municipalities(session, on),
            {one.code: one for one in catalogue.indicators(session, None, on)},
            guard.words(session, on),
        )


class CheckedSignal(NamedTuple):
    """A signal whose content is right by the lists of a day, with the columns of what it mentions."""

    data: SubmitSignal
    mentions: Sequence[Mapping[str, Any]]


def checked_signal(lists: Lists, data: SubmitSignal) -> CheckedSignal:
    """Hold a signal against the lists; Invalid tells everything that is wrong with its content, all at once."""
    problems: list[Problem] = []
    problems += catalogue.unknown_code(lists.forms, data.form, "/form")
    problems += catalogue.unknown_code(lists.municipalities, data.municipality_code, "/municipalityCode")
    problems += [
        Problem("code-not-valid", f"/observations/{place}/indicator", {"code": one.indicator[:40]})
        for place, one in enumerate(data.observations)
        if one.indicator not in lists.indicators
    ]
    if data.observed_from > lists.on:
        problems.append(Problem("date-in-future", "/observedFrom"))
    if data.observed_until and data.observed_until < data.observed_from:
        problems.append(Problem("period-reversed", "/observedUntil"))
    problems += danger.problems(data.urgency, data.emergency_called)
    mentions = []
    for place, thing in enumerate(data.mentions):
        columns, found = checked(thing, f"/mentions/{place}")
        mentions.append(columns)
        problems += found
    problems += guard.problems_among(lists.guarded, data)
    if problems:
        raise Invalid(*problems)
    return CheckedSignal(data, mentions)


@shown_by(view)
def submit_signal(session: Session, actor: Actor, data: SubmitSignal) -> UUID:
    """Submit a signal; the preparation team, the RIEC and the municipality it lies in can see it at once."""
    require_reporter(actor)
    return submit_checked(session, actor, [checked_signal(Lists.now(session), data)])[0]


def submit_checked(session: Session, actor: Actor, given: Sequence[CheckedSignal]) -> list[UUID]:
    """Submit signals that were held against the lists of today; all of them or, when one is refused, none."""
    require_reporter(actor)
    for one in given:
        guard.note(session, actor, one.data)
    intake = _intake(session) if any(one.data.protect_source for one in given) else []
    new = [_new(one, intake) for one in given]
    _open(session, new)
    add_signals(session, actor, new)

    happened = [
        events.Happened(
            scope_id=made.id, object_id=made.id, category="signal",
            data={
                "form": data.form, "municipality": data.municipality_code, "urgency": data.urgency,
                "called": data.emergency_called,
            },
        )
        for made, (data, _) in zip(new, given, strict=True)
    ]  # fmt: skip
    events.record_each(session, actor, EventType.DETECTION_SIGNAL_SUBMITTED, happened)
    return [made.id for made in new]


@dataclass(frozen=True)
class NewSignal:
    """The rows of a signal in a scope that was opened for it; `closing` says whom they are closed to."""

    id: UUID
    row: Mapping[str, Any]
    observations: Sequence[Mapping[str, Any]]
    mentions: Sequence[Mapping[str, Any]]
    safe_contact: str = ""
    closing: Mapping[str, Any] = field(default_factory=dict)


def _new(given: CheckedSignal, intake: Sequence[UUID]) -> NewSignal:
    data = given.data
    row = data.model_dump(exclude={"observations", "mentions", "safe_contact", "protect_source"})
    return NewSignal(
        new_id(),
        row | ({"protection": "origin"} if data.protect_source else {}),
        [one.model_dump() for one in data.observations],
        given.mentions,
        data.safe_contact,
        {"circle": intake} if data.protect_source else {},
    )


def _open(session: Session, new: Sequence[NewSignal]) -> None:
    """Each in a scope of its own, with its participants; a protected one with those alone who take signals in."""
    for opens, these in (
        (_OPENS, [one for one in new if not one.closing]),
        (_OPENS_PROTECTED, [one for one in new if one.closing]),
    ):
        if these:
            places = [{"id": str(one.id), "territory": one.row["municipality_code"]} for one in these]
            session.execute(opens, {"places": json.dumps(places)})


def add_signals(session: Session, actor: Actor, new: Sequence[NewSignal]) -> None:
    """Write signals down, all in one statement."""
    belonging: list[tuple[type[Shareable], str, list[dict[str, Any]]]] = [
        (Observation, "signal", [_part(of, one) for of in new for one in of.observations]),
        (Mention, "signal", [_part(of, one) for of in new for one in of.mentions]),
        (
            SafeContact,
            "safe_contact",
            [_part(of, {"text": of.safe_contact}) for of in new if of.safe_contact],
        ),
        (
            Status,
            "status",
            [{"of_id": of.id, "scope_id": of.id, "status": "submitted", **of.closing} for of in new],
        ),
    ]

    def add(numbers: Sequence[str]) -> None:
        signals = [
            {"id": one.id, "scope_id": one.id, **one.row, **one.closing, "number": number}
            for one, number in zip(new, numbers, strict=True)
        ]
        rows.add_together(session, actor, None, [(Signal, "signal", signals), *belonging])

    rows.all_numbered(session, "S", today(), len(new), add)


def _part(of: NewSignal, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "scope_id": of.id, "signal_id": of.id, **of.closing}


def _intake(session: Session) -> list[UUID]:
    """The persons of the RIEC who take signals in."""
    return list(session.execute(text("select intake()")).scalars())
