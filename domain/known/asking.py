"""Asking whether others know a person or thing, and reading the questions of the own organisation."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.tables import new_id
from domain import access, catalogue, digests, events, guard, process
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.errors import Invalid, NotAllowed, NotFound, Problem, TooMany
from domain.events import EventType
from domain.guard import Guarded
from domain.naming import called
from domain.process import Step
from domain.shapes import Code, Prose, View, YesNo

ASKERS: Final = (
    StaffRole.PREPARATION,
    StaffRole.ANALYST,
    StaffRole.CHAIR,
    StaffRole.CASE_MANAGER,
    StaffRole.HANDLER,
)
PARTS: Final = frozenset({"riec", "preparation", "municipality", "partner"})
"""From which parts may be asked: the database holds to the same (db.policies.known)."""
TOO_MANY: Final = "SK003"
WAIT: Final = 3_600
"""Seconds after which asking again makes sense: the limit is over the last day, and slides."""
MOST: Final = 200


class AskKnown(Guarded):
    """Bekend-vraag: whether other partners know this person or thing."""

    ground: Code = Field(default="WGS-1.5-1", description="Grondslag: legal ground", examples=["WGS-1.5-1"])
    reason: Prose = Field(
        description="Reden: why it must be known here; the partner that is found does not read it",
        examples=["Nodig om te bepalen met wie de casus moet worden besproken."],
    )
    by_hand: YesNo = Field(
        default=False,
        description="Kwetsbaar: perhaps a victim or a minor; then a person at the RIEC answers, and no machine",
    )


class Route(View):
    """Contactweg: whom to turn to."""

    organisation_id: UUID = Field(description="Organisatie")
    name: str = Field(description="Naam", examples=["RIEC Noord-Holland"])
    contact: str | None = Field(
        description="Contactpunt: as the administrator noted it",
        examples=["Meldpunt mensenhandel, 072-000 00 00"],
    )


class Askable(View):
    """Waarnaar gevraagd kan worden: a mention or a subject, and by what others can know it."""

    id: UUID = Field(description="Kenmerk")
    kind: Literal["mention", "subject"] = Field(description="Soort: a mention in a signal or a subject")
    scope_id: UUID = Field(description="Plaats: the signal or the subject")
    name: str = Field(description="Naam: what people call it")
    bases: Sequence[str] = Field(description="Waarop: empty when nothing is strong enough to ask by")


class KnownQuestion(View):
    """Bekend-vraag, with its answer."""

    id: UUID = Field(description="Kenmerk")
    about_kind: Literal["mention", "subject"] = Field(description="Soort: what it is about")
    about_id: UUID = Field(description="Over: the mention or the subject")
    scope_id: UUID = Field(description="Plaats: the signal or the subject")
    about: str = Field(description="Naam: what people call it", examples=["Bakkerij Zuid"])
    bases: Sequence[str] = Field(
        description="Waarop: bsn, kvk, bag, phone, licence_plate, iban or name_and_birth_date",
        examples=[["phone"]],
    )
    ground: str = Field(description="Grondslag", examples=["WGS-1.5-1"])
    reason: str = Field(description="Reden")
    asked_by: str = Field(description="Gevraagd door", examples=["Noor de Wit"])
    created_at: datetime = Field(description="Gevraagd op")
    answer: Literal["known", "not_known", "by_hand"] = Field(
        description="Antwoord: known, not_known, or by_hand while a person at the RIEC still has to answer"
    )
    routes: Sequence[Route] = Field(description="Contactweg: whom to turn to; empty when not known")
    answered_at: datetime | None = Field(description="Met de hand beantwoord op")


# By both tables' own policies: who does not see it cannot ask about it.
_THING: Final = text(f"""
select 'mention' as thing, id, scope_id, circle, name, name_parts, kind, birth_date, identifier_kind, identifier, {called("m")} as called
  from mentions m where id = :id
 union all
select 'subject', id, scope_id, circle, name, name_parts, kind, birth_date, identifier_kind, identifier, {called("b")}
  from subjects b where id = :id
""")  # noqa: S608 - our own text
_PARTS: Final = text(
    "select part from participations where scope_id = :scope and organisation_id = my_organisation() and ended_at is null"
)
_ASK: Final = text(
    "select ask_known(:id, :about, :wanted, :bases, :signed, :ground, :reason, :by_hand, :request)"
)


def ask(session: Session, actor: Actor, about_id: UUID, data: AskKnown) -> KnownQuestion:
    """Ask all other partners at once; the same question of the last days is shown instead of put again."""
    thing = _find(session, about_id)

    _require(session, actor, thing["scope_id"])
    key = digests.keyring_of(session).key()
    wanted = digests.digests_of(key, thing)
    problems = catalogue.unknown_code(catalogue.legal_grounds(session, "R", today()), data.ground, "/ground")
    if not wanted:
        problems.append(Problem("nothing-to-ask-by", ""))
    problems += guard.problems(session, data)
    if problems:
        raise Invalid(*problems)
    guard.note(session, actor, data)

    question_id = new_id()
    given = {
        "id": question_id,
        "about": about_id,
        "wanted": wanted,
        "bases": digests.bases(thing),
        "signed": key.id,
    }
    said = {"ground": data.ground, "reason": data.reason, "by_hand": data.by_hand}
    made = _put(session, given | said | {"request": session.info.get("request_id")})

    if made != question_id:  # put before, so this is a read; a new one is on the log with its act
        return question(session, actor, made)
    _record(session, actor, thing, question_id)
    return question_view(session, actor, made)


def acts(actor: Actor, parts: Collection[str], step: str) -> list[str]:
    """Whether this person may ask, in a signal or a case where the organisation has these parts: as acts of a view."""
    may = step != Step.CLOSED and actor.has(*ASKERS) and not PARTS.isdisjoint(parts)
    return ["ask-known"] if may else []


def parts_in(scope: str) -> str:
    """The parts of the own organisation in this scope, as a column."""
    # By the scope: with `=` the planner may take all places of an organisation that it believes to be small.
    return (
        f"array(select m.part from participations m where m.scope_id = {scope}"  # noqa: S608 - our own name
        " and m.organisation_id is not distinct from my_organisation() and m.ended_at is null) as parts"
    )


def _require(session: Session, actor: Actor, scope_id: UUID) -> None:
    actor.require(*ASKERS)
    if PARTS.isdisjoint(session.execute(_PARTS, {"scope": scope_id}).scalars()):
        raise NotAllowed("only-reported")
    process.require(session, scope_id, *process.OPEN)


def _put(session: Session, question: Mapping[str, Any]) -> UUID:
    """The question this became: a new one, or the one that was put before."""
    try:
        made: UUID = digests.guarded(lambda: session.execute(_ASK, question).scalar_one())
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == TOO_MANY:
            raise TooMany("too-many-questions", retry_after=WAIT) from error
        raise
    return made


def _record(session: Session, actor: Actor, thing: Mapping[str, Any], question_id: UUID) -> None:
    """The act, never the answer. That somebody asks about what is closed is as closed: then in no timeline."""
    place: dict[str, Any] = {"scope_id": thing["scope_id"], "category": "answer"}
    events.record(
        session, actor, EventType.KNOWN_ASKED, object_id=question_id,
        data={"bases": digests.bases(thing), "about": thing["thing"]},
        **(place if thing["circle"] is None else {}),
    )  # fmt: skip


def askable(session: Session, actor: Actor, about_id: UUID) -> Askable:
    """What would be asked about, for the form."""
    thing = _find(session, about_id)
    _require(session, actor, thing["scope_id"])
    access.consulted(session, actor, thing["thing"], scope_id=thing["scope_id"], object_ids=[about_id])
    return Askable(
        id=about_id,
        kind=thing["thing"],
        scope_id=thing["scope_id"],
        name=thing["called"],
        bases=digests.bases(thing),
    )


def _find(session: Session, about_id: UUID) -> Mapping[str, Any]:
    thing = session.execute(_THING, {"id": about_id}).mappings().one_or_none()
    if thing is None:
        raise NotFound
    return dict(thing)


# What it was about comes through the policies of its own table: a question about what is hidden is hidden too.
_QUESTIONS: Final = """
select q.id, q.about_kind, q.about_id, q.scope_id, q.bases, q.ground, q.reason, q.answer, q.routes, q.created_at,
       q.answered_at, a.name as asked_by, coalesce({about}, '') as about
  from known_questions q join actors a on a.id = q.actor_id
  left join mentions m on q.about_kind = 'mention' and m.id = q.about_id
  left join subjects b on q.about_kind = 'subject' and b.id = q.about_id
 where q.owner_id = :mine {which} order by q.id desc limit :most
"""
_ABOUT: Final = f"{called('m')}, {called('b')}"
_LIST: Final = text(_QUESTIONS.format(about=_ABOUT, which=""))
_ONE: Final = text(_QUESTIONS.format(about=_ABOUT, which="and q.id = :id"))


def questions(session: Session, actor: Actor) -> list[KnownQuestion]:
    """The questions of the own organisation, newest first, as far as one sees what they are about."""
    found = _read(session, actor, _LIST)
    access.consulted(session, actor, "known_questions", object_ids=[one.id for one in found])
    return found


def question(session: Session, actor: Actor, question_id: UUID) -> KnownQuestion:
    """One question and its answer, read on the record."""
    found = question_view(session, actor, question_id)
    access.consulted(session, actor, "known_question", scope_id=found.scope_id, object_ids=[question_id])
    return found


def question_view(session: Session, actor: Actor, question_id: UUID) -> KnownQuestion:
    """One question and its answer."""
    found = _read(session, actor, _ONE, id=question_id)
    if not found:
        raise NotFound
    return found[0]


def _read(session: Session, actor: Actor, query: Any, **which: Any) -> list[KnownQuestion]:
    found = session.execute(query, {"mine": actor.organisation_id, "most": MOST, **which}).mappings().all()
    ways = routes(session)
    return [
        KnownQuestion.model_validate({**one, "routes": [ways[way] for way in one["routes"] if way in ways]})
        for one in found
    ]


def routes(session: Session) -> dict[UUID, Route]:
    """The way to each organisation: partners are public to each other."""
    found = session.execute(text("select id as organisation_id, name, contact from organisations"))
    return {one["organisation_id"]: Route.model_validate(dict(one)) for one in found.mappings()}
