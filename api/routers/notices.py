"""Notices over the API: what one should know of, how one wants to hear of it, and what could not be handed on."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api.deps import ActorDep, Db, Page, cursor, require_scope
from domain import events, notices
from domain.events import DeadLetter, LetGo
from domain.notices import ChoosePreferences, NoticeView, PreferencesView
from domain.shapes import Slice, View

router = APIRouter(tags=["notices"], dependencies=[require_scope("cases:read")])

LetterId = Annotated[
    str,
    Path(description="Kenmerk: as the list of dead letters gives it", examples=["event-4711"], max_length=60),
]


class NoticeList(Slice[NoticeView]):
    """Berichten: part of the list, newest first."""


class ReadView(View):
    """Gelezen: how many were marked as read."""

    read: int = Field(description="Aantal")


class DeadLetterList(View):
    """Onbestelbaar: what could not be handed on, the last one first."""

    items: Sequence[DeadLetter] = Field(description="Regels")


@router.get("/notices")
def list_notices(
    session: Db,
    actor: ActorDep,
    page: Page,
    unread: Annotated[
        bool | None, Query(description="Ongelezen: only those that are, or are no longer, unread")
    ] = None,
) -> NoticeList:
    """Berichten: what you should know of; each leads to where it belongs."""
    items, further = notices.notices(session, actor, page.after, page.limit, unread)
    return NoticeList(items=items, next=cursor(further))


@router.post("/notices/{notice_id}/reads")
def read_notice(session: Db, actor: ActorDep, notice_id: UUID) -> NoticeView:
    """Gelezen: mark one notice as read; once more changes nothing."""
    return notices.read(session, actor, notice_id)


@router.post("/notice-reads")
def read_notices(session: Db, actor: ActorDep) -> ReadView:
    """Alles gelezen: mark all your notices as read."""
    return ReadView(read=notices.read_all(session, actor))


@router.get("/notice-preferences")
def get_preferences(session: Db, actor: ActorDep) -> PreferencesView:
    """Voorkeuren: which notices you also get by mail, and when."""
    return notices.preferences(session, actor)


@router.put("/notice-preferences")
def put_preferences(session: Db, actor: ActorDep, data: ChoosePreferences) -> PreferencesView:
    """Voorkeuren: choose them anew, for every group."""
    return notices.choose_preferences(session, actor, data)


@router.get("/dead-letters")
def list_dead_letters(session: Db, actor: ActorDep) -> DeadLetterList:
    """Onbestelbaar: events and mails that could not be handed on, for the administrator of the RIEC."""
    return DeadLetterList(items=events.dead_letters(session, actor))


@router.post("/dead-letters/{letter_id}/attempts", status_code=204)
def try_again(session: Db, actor: ActorDep, letter_id: LetterId) -> None:
    """Opnieuw proberen: give it another round of attempts."""
    events.try_again(session, actor, letter_id)


@router.post("/dead-letters/{letter_id}/dismissals", status_code=204)
def let_go(session: Db, actor: ActorDep, letter_id: LetterId, data: LetGo) -> None:
    """Laten gaan: nobody needs it any more; the log keeps that it was, and why."""
    events.let_go(session, actor, letter_id, data)
