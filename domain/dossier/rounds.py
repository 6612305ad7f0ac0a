"""Information round (informatieronde): one question to several partners at once; each sees its own and no other.

A round is the questions that were put together. It has no rows of its own, so there is nothing of it to share:
who asked and the RIEC see all of them through the questions, and a partner its own question alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables import new_id
from db.tables.cases import Subject
from domain import access, cases, guard
from domain.actor import Actor, StaffRole
from domain.dossier.requesting import RequestView, put, request_views, wrong_request
from domain.errors import Invalid, NotFound, Problem
from domain.guard import Guarded
from domain.shapes import Code, Day, Prose, View

MOST: Final = 60
"""Questions in one round: partners times subjects."""

_TAKING_PART = text("""
select place.id as scope_id, p.organisation_id from unnest(cast(:places as uuid[])) place(id), participants_of(place.id) p
""")
_IN_ROUND = text("select id from requests where round_id = :round order by id")


class AskInformationRound(Guarded):
    """Informatieronde: one question to several partners, about the case or about each of some subjects."""

    asked_ids: Sequence[UUID] = Field(
        min_length=1, max_length=MOST, description="Gevraagden: organisations that take part in the case"
    )
    subject_ids: Sequence[UUID] = Field(
        default=(),
        max_length=MOST,
        description="Betrokkenen: none for the whole case; each is a question of its own",
    )
    question: Prose = Field(description="Vraag", examples=["Is deze betrokkene bij u bekend?"])
    ground: Code = Field(default="WGS-1.5-1", description="Grondslag: legal ground", examples=["WGS-1.5-1"])
    due_on: Day = Field(description="Antwoord vóór", examples=["2026-12-15"])


class InformationRoundView(View):
    """Informatieronde, with every question in it that this viewer asked or, at the RIEC, sees."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    asker: str = Field(description="Vrager", examples=["Gemeente Zuidstad"])
    question: str = Field(description="Vraag", examples=["Is dit bedrijf bij u bekend?"])
    ground: str = Field(description="Grondslag", examples=["WGS-1.5-1"])
    due_on: date = Field(description="Antwoord vóór")
    created_at: datetime = Field(description="Gevraagd op")
    answered: int = Field(description="Beantwoord: how many of the questions", examples=[3])
    silent: int = Field(description="Zonder antwoord na de datum", examples=[1])
    requests: Sequence[RequestView] = Field(description="Vragen: one for each partner and subject")


def ask_round(
    session: Session, actor: Actor, case_id: UUID, data: AskInformationRound
) -> InformationRoundView:
    """Put one question to several partners; all that is wrong with it is told at once, and then nobody is asked."""
    cases.find_open(session, case_id)

    actor.require(*cases.DIRECTORS, StaffRole.CASE_MANAGER)
    guard.check(session, actor, data)
    problems = [*wrong_request(session, data.ground, data.due_on), *_unfit(session, case_id, data)]
    if problems:
        raise Invalid(*problems)

    round_id = new_id()
    said = data.model_dump(include={"question", "ground", "due_on"})
    for subject_id in dict.fromkeys(data.subject_ids) or (None,):
        for asked_id in dict.fromkeys(data.asked_ids):
            ask = {"asked_id": asked_id, "subject_id": subject_id, **said}
            put(session, actor, case_id, ask, round_id)
    return round_view(session, actor, round_id)


def _unfit(session: Session, case_id: UUID, data: AskInformationRound) -> Iterator[Problem]:
    """Partners and subjects that cannot be in it, each at its own place."""
    in_case = select(Subject.id).where(col(Subject.case_id) == case_id, col(Subject.id).in_(data.subject_ids))
    about = set(session.exec(in_case)) if data.subject_ids else set()
    for place, key in enumerate(data.subject_ids):
        if key not in about:
            yield Problem("subject-of-another-case", f"/subjectIds/{place}")
    places = about or {case_id}
    found = session.execute(_TAKING_PART, {"places": list(places)})
    taking_part = {(row.scope_id, row.organisation_id) for row in found}
    for place, key in enumerate(data.asked_ids):
        if any((one, key) not in taking_part for one in places):
            yield Problem("asked-takes-no-part", f"/askedIds/{place}")
    if len(set(data.asked_ids)) * max(len(set(data.subject_ids)), 1) > MOST:
        yield Problem("round-too-large", "/askedIds", {"most": MOST})


def a_round(session: Session, actor: Actor, round_id: UUID) -> InformationRoundView:
    """One round, read on the record."""
    found = round_view(session, actor, round_id)
    ids = [one.id for one in found.requests]
    access.consulted(session, actor, "requests", scope_id=found.case_id, object_ids=ids)
    return found


def round_view(session: Session, actor: Actor, round_id: UUID) -> InformationRoundView:
    """One round, for who asked it and for the RIEC; for everybody else there is none."""
    ids = list(session.execute(_IN_ROUND, {"round": round_id}).scalars())
    # A question says of which round it is to those alone.
    found = rounds(request_views(session, actor, ids))
    if not found:
        raise NotFound
    return found[0]


def rounds(requests: Sequence[RequestView]) -> list[InformationRoundView]:
    """The rounds that these questions make up, in their order."""
    together: dict[UUID, list[RequestView]] = {}
    for one in requests:
        if one.round_id:
            together.setdefault(one.round_id, []).append(one)
    return [_round(key, these) for key, these in together.items()]


def _round(round_id: UUID, these: Sequence[RequestView]) -> InformationRoundView:
    first = these[0]
    return InformationRoundView(
        id=round_id, case_id=first.case_id, asker=first.asker, question=first.question, ground=first.ground,
        due_on=first.due_on, created_at=first.created_at, requests=these,
        answered=sum(one.status != "asked" for one in these), silent=sum(one.overdue for one in these),
    )  # fmt: skip
