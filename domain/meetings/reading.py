"""Meetings as they are read: each finds the meetings it is invited to, and on the agenda its own cases."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.cases import Case
from db.tables.meetings import Action, ActionReport, AgendaItem, Decision, Meeting, Minute
from domain import access, calendar, rows
from domain.actor import Actor, StaffRole
from domain.meetings.shapes import (
    ActionReportView,
    ActionView,
    AgendaItemView,
    DiscussedView,
    MeetingDecisionView,
    MeetingLine,
    MeetingView,
    MinuteView,
    State,
)
from domain.worklist import DOES

MOST: Final = 200
"""How many meetings one page shows."""

_NAMES = text("select id, name from actors where id = any(:ids)")
_RECORDS = text("select id from records where id = any(:ids)")


def leads(actor: Actor) -> bool:
    """Whether this is somebody who leads meetings: a chair of the RIEC."""
    return actor.has_at_riec(StaffRole.CHAIR)


def state_of(found: Meeting) -> State:
    """Where a meeting stands: the last of its moments that came."""
    if found.adopted_at:
        return "adopted"
    if found.closed_at:
        return "closed"
    if found.started_at:
        return "running"
    return "convened" if found.convened_at else "planned"


def line(found: Meeting) -> MeetingLine:
    """A meeting as a list mentions it."""
    return MeetingLine(
        id=found.id, theme=found.theme, place=found.place, starts_at=found.starts_at, ends_at=found.ends_at,
        state=state_of(found),
    )  # fmt: skip


def meetings(session: Session, actor: Actor) -> list[MeetingLine]:
    """The meetings this viewer is invited to, latest first; one that is only planned is the RIEC's own."""
    found = session.exec(select(Meeting).order_by(col(Meeting.starts_at).desc()).limit(MOST)).all()
    access.consulted(session, actor, "meetings", object_ids=[one.id for one in found])
    return [line(one) for one in found]


def followed(session: Session, actor: Actor, meeting_id: UUID) -> set[str]:
    """What of a meeting this viewer hears of while it goes on: the meeting itself and their own cases on its agenda.

    Who is in the room is for the RIEC, which leads it.
    """
    found = rows.find(session, Meeting, meeting_id)
    leading = {"attendances"} if found.owner_id == actor.organisation_id else set()
    return {"meetings", *leading, *(str(one.case_id) for one in items(session, found))}


def meeting(session: Session, actor: Actor, meeting_id: UUID) -> MeetingView:
    """One meeting, read on the record."""
    found = view(session, actor, meeting_id)
    ids = [meeting_id, *(one.id for one in found.items)]
    access.consulted(session, actor, "meeting", scope_id=meeting_id, object_ids=ids)
    return found


def view(session: Session, actor: Actor, meeting_id: UUID) -> MeetingView:
    """One meeting with the cases on its agenda that the one who asks takes part in."""
    found = rows.find(session, Meeting, meeting_id)
    shown = items(session, found)
    return MeetingView(**line(found).model_dump(), items=shown, acts=_acts(actor, found, shown))


def _acts(actor: Actor, found: Meeting, shown: Sequence[AgendaItemView]) -> list[str]:
    """What may be done with the meeting as it stands."""
    if not leads(actor) or found.owner_id != actor.organisation_id:
        return []
    state = state_of(found)
    acts = {
        "planned": ["put-on-agenda", "move", "convene"] if shown else ["put-on-agenda", "move"],
        "convened": ["put-on-agenda", "move", "attend", "start"],
        "running": ["put-on-agenda", "attend", "open-item", "close"],
        "closed": ["adopt"],
        "adopted": [],
    }
    return acts[state]


def items(session: Session, found: Meeting) -> list[AgendaItemView]:
    """The agenda in its order: as it is for the one who asks, with the time at which each is planned."""
    agenda = session.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == found.id, col(AgendaItem.removed_at).is_(None))
    ).all()
    known = _cases(session, [one.case_id for one in agenda])
    return [
        AgendaItemView(
            id=one.id, meeting_id=one.meeting_id, case_id=one.case_id, case_number=known[one.case_id].number,
            case_title=known[one.case_id].title, municipality_code=known[one.case_id].municipality_code,
            section=one.section, minutes=one.minutes, begins_at=found.starts_at + timedelta(minutes=one.place), question=one.question,
            status="done" if one.closed_at else "open" if one.opened_at else "waiting",
        )
        for one in sorted(agenda, key=lambda one: (one.place, one.id)) if one.case_id in known
    ]  # fmt: skip


def _cases(session: Session, ids: Sequence[UUID]) -> dict[UUID, Case]:
    return {one.id: one for one in session.exec(select(Case).where(col(Case.id).in_(ids)))} if ids else {}


def item_view(session: Session, item_id: UUID) -> AgendaItemView:
    """One item of an agenda, for who takes part in its case."""
    found = rows.find(session, AgendaItem, item_id)
    return rows.one_of(items(session, rows.find(session, Meeting, found.meeting_id)), item_id)


def on_the_table(
    session: Session, *, meeting_id: UUID | None = None, case_id: UUID | None = None
) -> AgendaItem | None:
    """What is being discussed at this moment: in this meeting, or of this case in any. Closing a meeting clears the table."""
    query = select(AgendaItem).where(
        col(AgendaItem.opened_at).is_not(None), col(AgendaItem.closed_at).is_(None)
    )
    if meeting_id:
        query = query.where(AgendaItem.meeting_id == meeting_id)
    if case_id:
        query = query.where(AgendaItem.case_id == case_id)
    return session.exec(query).first()


def discussed(session: Session, actor: Actor, item_id: UUID) -> DiscussedView:
    """What was said, decided and agreed about one case in one meeting; read on the record."""
    shown = item_view(session, item_id)
    (made,) = discussed_views(session, actor, rows.find(session, Meeting, shown.meeting_id), [shown])
    logged(session, actor, shown.case_id, [made])
    return made


def logged(
    session: Session,
    actor: Actor,
    scope_id: UUID,
    made: Iterable[DiscussedView],
    outcome: access.Outcome = "shown",
) -> None:
    """Write down that what was said, decided and agreed was shown, or went out as a file."""
    ids = [each.item.id for each in made]
    for each in made:
        ids += [one.id for one in each.minutes]
        ids += [one.id for one in each.decisions]
        ids += [one.id for one in each.actions]
    access.consulted(session, actor, "minutes", scope_id=scope_id, object_ids=ids, outcome=outcome)


def discussed_views(
    session: Session, actor: Actor, found: Meeting, shown: Sequence[AgendaItemView]
) -> list[DiscussedView]:
    """What was said, decided and agreed about each of these items."""
    ids = [one.id for one in shown]
    texts = _of_items(session, Minute, ids)
    decided = decision_views(session, _of_items(session, Decision, ids))
    agreed = action_views(session, actor, _of_items(session, Action, ids))
    chair = leads(actor) and found.owner_id == actor.organisation_id
    return [
        DiscussedView(
            item=one,
            minutes=[
                MinuteView.model_validate(said)
                for said in standing([each for each in texts if each.item_id == one.id])
            ],
            decisions=[each for each in decided if each.item_id == one.id],
            actions=[each for each in agreed if each.item_id == one.id],
            acts=_acts_on(state_of(found), one.status) if chair else [],
        )
        for one in shown
    ]


def _acts_on(state: State, status: str) -> list[str]:
    """What the chair may do with an item as it stands."""
    if state == "running":
        return {
            "waiting": ["open-item"],
            "open": ["decide", "agree", "minute", "close-item"],
            "done": ["minute"],
        }[status]
    if status == "waiting":
        return []
    return {"closed": ["minute"], "adopted": ["correct"]}.get(state, [])


def standing(texts: Sequence[Minute]) -> list[Minute]:
    """The text as it stands: what was adopted and its corrections; before that the last draft."""
    final = [one for one in texts if one.kind != "draft"]
    return final or list(texts[-1:])


def _of_items(session: Session, model: Any, ids: Sequence[UUID]) -> list[Any]:
    if not ids:
        return []
    return list(session.exec(select(model).where(col(model.item_id).in_(ids)).order_by(col(model.id))))


def decision_views(session: Session, found: Sequence[Decision]) -> list[MeetingDecisionView]:
    """Decisions in words: organisations by name."""
    names = rows.organisation_names(session)
    evidence = [one.evidence_id for one in found if one.evidence_id]
    # Where it was decided fewer may look than know that it was.
    shown = set(session.execute(_RECORDS, {"ids": evidence}).scalars()) if evidence else set()

    def named(ids: Iterable[UUID]) -> list[str]:
        return sorted(names[one] for one in ids if one in names)

    return [
        MeetingDecisionView(
            **one.model_dump(
                include={
                    "id", "item_id", "case_id", "subject_id", "kind", "text", "necessity", "proportionality",
                    "subsidiarity", "legal_ground", "dissent", "review_on", "created_at",
                }
            ),
            present=named(one.present), in_favour=named(one.in_favour), against=named(one.against),
            absent=named(one.absent), evidence_id=one.evidence_id if one.evidence_id in shown else None, responsible=names.get(one.responsible_id, ""),
        )
        for one in found
    ]  # fmt: skip


def decisions_of(session: Session, actor: Actor, case_id: UUID) -> list[MeetingDecisionView]:
    """What was decided in meetings about a case and its subjects; read on the record."""
    rows.find(session, Case, case_id)
    found = session.exec(select(Decision).where(Decision.case_id == case_id).order_by(col(Decision.id))).all()
    access.consulted(session, actor, "decisions", scope_id=case_id, object_ids=[one.id for one in found])
    return decision_views(session, found)


def action_views(session: Session, actor: Actor, found: Sequence[Action]) -> list[ActionView]:
    """Actions with what became of them."""
    names = rows.organisation_names(session)
    ids = [one.id for one in found]
    reports: dict[UUID, list[ActionReport]] = {}
    for one in (
        session.exec(
            select(ActionReport).where(col(ActionReport.action_id).in_(ids)).order_by(col(ActionReport.id))
        )
        if ids
        else ()
    ):
        reports.setdefault(one.action_id, []).append(one)
    people = {
        row.id: row.name
        for row in session.execute(_NAMES, {"ids": [one.person_id for one in found if one.person_id]})
    }
    return [_action(actor, one, names, people, reports.get(one.id, [])) for one in found]


def _action(
    actor: Actor, one: Action, names: dict[UUID, str], people: dict[UUID, str], told: Sequence[ActionReport]
) -> ActionView:
    status = next((each.outcome for each in reversed(told) if each.outcome != "progress"), "open")
    ours = actor.organisation_id in (one.organisation_id, one.owner_id)
    return ActionView(
        id=one.id, item_id=one.item_id, case_id=one.case_id, text=one.text, organisation_id=one.organisation_id,
        organisation=names.get(one.organisation_id, ""), due_on=one.due_on,
        person=people.get(one.person_id) if one.person_id else None, after_id=one.after_id, status=status,
        overdue=status == "open" and calendar.is_overdue(one.due_on, calendar.today()),
        reports=[ActionReportView.model_validate(each) for each in told],
        acts=["report-action"] if ours and status == "open" and actor.has(*DOES) else [],
    )  # fmt: skip


def action(session: Session, actor: Actor, action_id: UUID) -> ActionView:
    """One action, read on the record."""
    found = rows.find(session, Action, action_id)
    access.consulted(session, actor, "action", scope_id=found.case_id, object_ids=[action_id])
    return action_views(session, actor, [found])[0]


def actions_of(session: Session, actor: Actor, case_id: UUID) -> list[ActionView]:
    """What was agreed in meetings about a case; read on the record."""
    rows.find(session, Case, case_id)
    found = session.exec(select(Action).where(Action.case_id == case_id).order_by(col(Action.id))).all()
    access.consulted(session, actor, "actions", scope_id=case_id, object_ids=[one.id for one in found])
    return action_views(session, actor, found)
