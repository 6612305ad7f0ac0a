"""The register as it is read: by the RIEC all of it, by an organisation what was released to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain import access, rows
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.errors import NotFound
from domain.feedback.shapes import (
    ANSWERERS,
    NOTERS,
    FeedbackAnswerView,
    FeedbackAsked,
    FeedbackEndingView,
    ReleasedResultLine,
    ReleasedResultView,
    State,
    Waiting,
)

MOST: Final = 100
"""Of what waits; who has more does not read a list."""

Place = tuple[datetime, UUID]
"""Where a list goes on: the moment and the id of the last one shown."""

_LINES: Final = """
select s.*, d.due_on as now_due_on, d.remind_on,
       (select count(*) from feedback_answers a where a.result_id = s.id and a.corrects_id is null) as answers
  from released_results s left join feedback_due d on d.id = s.id"""
_STATE: Final = """case when now_due_on is null then 'ended' when now_due_on < :today then 'overdue'
                         when answers > 0 then 'answered' else 'open' end"""
_LIST: Final = text(f"""
select *, {_STATE} as state from ({_LINES}) found
 where (cast(:state as text) is null or {_STATE} = :state)
   and (created_at, id) < (coalesce(cast(:moment as timestamptz), 'infinity'),
                           coalesce(cast(:last as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
 order by created_at desc, id desc limit :most
""")  # noqa: S608 - our own names
_WAITING: Final = text(f"""
select *, {_STATE} as state from ({_LINES}) found where remind_on <= :today order by now_due_on, id limit :most
""")  # noqa: S608 - our own names
_ONE: Final = text(f"select *, {_STATE} as state from ({_LINES}) found where id = :id")  # noqa: S608 - our own names

_ANSWERS: Final = text("""
select a.*, not exists (select from feedback_answers c where c.corrects_id = a.id) as current
  from feedback_answers a where a.result_id = :id order by a.id
""")
_ENDING: Final = text(
    "select reason, explanation, organisation_id, created_at from feedback_endings where result_id = :id"
)
_LINK: Final = text("select disclosure_id from release_links where result_id = :id")
_OF: Final = text("""
select s.id, s.number, s.due_on from release_links l join released_results s on s.id = l.result_id
 where l.disclosure_id = :disclosure
""")


def released_results(
    session: Session, actor: Actor, state: State | None = None, after: Place | None = None, limit: int = 50
) -> tuple[list[ReleasedResultLine], Place | None]:
    """The register as far as one may read it, newest first; read on the record."""
    moment, last = after or (None, None)
    given = {"state": state, "moment": moment, "last": last, "most": limit + 1, "today": today()}
    found = [dict(one) for one in session.execute(_LIST, given).mappings()]
    names = rows.organisation_names(session)
    shown = [_line(one, names) for one in found[:limit]]
    if shown:
        access.consulted(session, actor, "released_results", object_ids=[one.id for one in shown])
    further = (shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return shown, further


def released_result(session: Session, actor: Actor, result_id: UUID) -> ReleasedResultView:
    """One result with what was said of it, read on the record."""
    found = view(session, actor, result_id)
    access.consulted(session, actor, "released_results", object_ids=[result_id])
    return found


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """What this person has to do about feedback: to give or to ask for it when it is soon due, to chase it when late."""
    if not actor.has(*ANSWERERS, *NOTERS):
        return []
    names = rows.organisation_names(session)
    found = session.execute(_WAITING, {"today": today(), "most": MOST}).mappings()
    lines = [_line(dict(one), names) for one in found]
    return [_waiting(kind, line) for line in lines if (kind := _kind(actor, line))]


def result_of(session: Session, disclosure_id: UUID) -> FeedbackAsked | None:
    """Under which number feedback on a disclosure is asked, for who sees that disclosure."""
    found = session.execute(_OF, {"disclosure": disclosure_id}).mappings().one_or_none()
    return FeedbackAsked(**found) if found else None


def view(session: Session, actor: Actor, result_id: UUID) -> ReleasedResultView:
    """One result, for the act that was just done."""
    found = session.execute(_ONE, {"id": result_id, "today": today()}).mappings().one_or_none()
    if found is None:
        raise NotFound
    names = rows.organisation_names(session)
    line = _line(dict(found), names)
    said = [
        FeedbackAnswerView(organisation=names[one["organisation_id"]], **one)
        for one in map(dict, session.execute(_ANSWERS, {"id": result_id}).mappings())
    ]
    ending = session.execute(_ENDING, {"id": result_id}).mappings().one_or_none()
    return ReleasedResultView(
        **line.model_dump(),
        said=said,
        ending=FeedbackEndingView(organisation=names[ending["organisation_id"]], **ending)
        if ending
        else None,
        disclosure_id=session.execute(_LINK, {"id": result_id}).scalar(),
        acts=_acts(actor, line, said),
    )


def gives(actor: Actor, line: ReleasedResultLine) -> bool:
    """Whether this person answers about it: for the own organisation, or at the RIEC for somebody outside."""
    if line.recipient_id is None:
        return actor.has_at_riec(*NOTERS)
    return line.recipient_id == actor.organisation_id and actor.has(*ANSWERERS)


def _line(one: Mapping[str, Any], names: Mapping[UUID, str]) -> ReleasedResultLine:
    return ReleasedResultLine(
        **{
            "recipient": one["recipient_name"],
            "released_by": names[one["organisation_id"]],
            "soon": one["state"] in ("open", "answered") and one["remind_on"] <= today(),
            **one,
            "due_on": one["now_due_on"],
        }
    )


def _acts(actor: Actor, line: ReleasedResultLine, said: Sequence[FeedbackAnswerView]) -> list[str]:
    if line.state == "ended":
        return []
    allowed = [
        ("give", gives(actor, line)),
        ("correct", bool(said) and gives(actor, line)),
        ("end", actor.has_at_riec(StaffRole.CHAIR)),
    ]
    return [act for act, may in allowed if may]


def _waiting(kind: str, line: ReleasedResultLine) -> Waiting:
    # To who answers itself, the other side is always the same.
    label = line.number if kind == "give-feedback" else f"{line.number} {line.recipient}"
    return Waiting(kind, line.id, label, line.created_at, line.due_on, line.state == "overdue")


def _kind(actor: Actor, line: ReleasedResultLine) -> str:
    """What there is to do about something of which the day comes near or is over."""
    if gives(actor, line):
        return "give-feedback" if line.recipient_id else "ask-feedback"
    return "chase-feedback" if line.state == "overdue" and actor.has_at_riec(*NOTERS) else ""
