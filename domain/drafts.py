"""Drafts (concepten): what a person typed in a form and did not send yet, kept on the server for that person alone.

PostgreSQL shows a draft to nobody else, and not to its owner either once the thing it is about is out of sight.
Keeping one is no act: it changes nothing for anybody, so it is no event, and its text goes into no log.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import Shareable
from domain import access
from domain.actor import Actor
from domain.errors import Invalid, NotFound, Problem
from domain.shapes import View

Fields = Mapping[str, list[str]]


@dataclass(frozen=True)
class Limits:
    """What holds from `valid_from`."""

    valid_from: date

    kept: timedelta = timedelta(days=14)
    # Characters: ten texts of the greatest length.
    longest: int = 200_000
    most: int = 50


LIMITS: Final = Limits(valid_from=date(2026, 11, 1))

_ID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PART: Final = "[a-z-]{1,40}"
_ADDRESS: Final = re.compile(rf"/({_PART})(?:/({_ID}))?(?:/(?:{_ID}|{_PART})){{0,3}}")


class DraftView(View):
    """Concept: one form as it was left."""

    address: str = Field(description="Formulier: where it is sent to")
    about: str = Field(description="Betreft: the thing it is about, empty for a new one")
    fields: dict[str, list[str]] = Field(description="Velden: as typed")
    saved_at: datetime = Field(description="Bewaard op")
    expires_at: datetime = Field(description="Wordt verwijderd op")


@dataclass(frozen=True)
class Saved:
    """When a draft was kept, and when the text was kept that it took the place of without this window knowing."""

    at: datetime
    over: datetime | None


_FOUND: Final = """
select address, about_kind, about_id, fields, saved_at, expires_at from drafts
 where actor_id = my_actor() and expires_at > clock_timestamp()
"""
_LIST: Final = text(f"{_FOUND} and starts_with(address, '/') order by saved_at desc")
_ONE: Final = text(f"{_FOUND} and address = :address")

# What things are called, through the policies: the same eyes that see the draft. A statement for each kind, and only
# of what is there: one for all would ask every table's policies on a start page without drafts (20 ms).
_NAMES: Final = {
    "signals": "select id, number from signals where id = any(:ids)",
    "cases": "select id, number || ' ' || title from cases where id = any(:ids)",
    "subjects": "select id, coalesce(display_name, nullif(name, ''), left(description, 80)) from subjects"
    " where id = any(:ids)",
    "requests": "select id, left(question, 80) from requests where id = any(:ids)",
    "contributions": "select id, left(text, 80) from contributions where id = any(:ids)",
    "relations": "select id, text from relations where id = any(:ids)",
    "interventions": "select v.id, left(i.text, 80) from interventions v"
    " left join instructions i on i.intervention_id = v.id where v.id = any(:ids)",
    "meetings": "select id, theme from meetings where id = any(:ids)",
    "agenda_items": "select i.id, c.number || ' ' || c.title from agenda_items i join cases c on c.id = i.case_id"
    " where i.id = any(:ids)",
    "actions": "select id, left(text, 80) from actions where id = any(:ids)",
}

_SAVE: Final = text("""
insert into drafts (actor_id, address, about_kind, about_id, concern_id, fields, expires_at)
values (:actor, :address, :kind, :id, :concern, cast(:fields as jsonb), :expires_at)
on conflict (actor_id, address) do update
   set fields = excluded.fields, concern_id = excluded.concern_id, saved_at = clock_timestamp(), expires_at = excluded.expires_at
returning saved_at
""")


def accepts(address: str) -> bool:
    """Whether a form that is sent to this address can be kept: a new thing, or an act on a thing people share."""
    return _about(address) is not None


def _about(address: str) -> tuple[str | None, str | None] | None:
    """The table and the id of what a form is about, twice None for a new thing; None where no form is kept."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    kind = _kind(found[1])
    return (kind, found[2]) if found[2] and kind else None if found[2] else (None, None)


def save(session: Session, actor: Actor, address: str, fields: Fields, seen: datetime | None = None) -> Saved:
    """Keep what was typed in this form; the last one to keep wins, and is told what it replaced.

    `seen` is the moment of the draft that this window knows of; a thing out of sight is a missing one.
    """
    about = _about(address)
    if about is None:
        raise NotFound
    return _keep(session, actor, address, about, fields, seen)


def _keep(
    session: Session,
    actor: Actor,
    address: str,
    about: tuple[str | None, str | None],
    fields: Fields,
    seen: datetime | None,
) -> Saved:
    written = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
    if len(written) > LIMITS.longest or "\\u0000" in written:
        raise Invalid(Problem("draft-too-large", facts={"most": LIMITS.longest}))
    before = session.execute(
        text("select saved_at from drafts where actor_id = my_actor() and address = :address"),
        {"address": address},
    ).scalar_one_or_none()
    if before is None:
        _make_room(session)

    at = session.execute(
        _SAVE,
        {
            "actor": actor.id,
            "address": address,
            "kind": about[0],
            "id": about[1],
            "concern": _begun_with(fields),
            "fields": written.encode("utf-8", "replace").decode(),
            "expires_at": datetime.now(UTC) + LIMITS.kept,
        },
    ).scalar_one()
    return Saved(at, before if before is not None and before != seen else None)


def _begun_with(fields: Fields) -> UUID | None:
    """The concern whose words this form began with: what was copied from it goes when they go."""
    try:
        return UUID("".join(fields.get("concern", [])))
    except ValueError:
        return None


def _make_room(session: Session) -> None:
    """Nobody needs more than so many at once; the oldest goes."""
    session.execute(
        text(
            "delete from drafts where actor_id = my_actor() and address in (select d.address from drafts d"
            " where d.actor_id = my_actor() order by d.saved_at desc offset :most)"
        ),
        {"most": LIMITS.most - 1},
    )


def moments(session: Session) -> dict[str, datetime]:
    """When each form was left, by its address; says nothing about what is in them."""
    found = session.execute(
        text(
            "select address, saved_at from drafts where actor_id = my_actor() and expires_at > clock_timestamp()"
        )
    )
    return {one.address: one.saved_at for one in found}


def draft(session: Session, actor: Actor, address: str) -> DraftView:
    """One form as it was left."""
    found = _views(session, session.execute(_ONE, {"address": address}).all())
    if not found:
        raise NotFound
    access.consulted(session, actor, "draft")
    return found[0]


def drafts(session: Session, actor: Actor) -> Sequence[DraftView]:
    """Everything this person left unsent, the last one first."""
    found = _views(session, session.execute(_LIST).all())
    access.consulted(session, actor, "drafts")
    return found


def _views(session: Session, rows: Sequence[Any]) -> list[DraftView]:
    about: dict[str, list[UUID]] = {}
    for row in rows:
        if row.about_kind in _NAMES:
            about.setdefault(row.about_kind, []).append(row.about_id)
    called = {
        one: name
        for kind, ids in about.items()
        for one, name in session.execute(text(_NAMES[kind]), {"ids": ids})
    }
    return [
        DraftView(
            address=row.address,
            about=called.get(row.about_id) or "",
            fields=row.fields,
            saved_at=row.saved_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]


def discard(session: Session, address: str) -> None:
    """Throw away what was typed in this form, if anything was kept: it was sent, or is not wanted any more."""
    session.execute(
        text("delete from drafts where actor_id = my_actor() and address = :address"), {"address": address}
    )


def remember(session: Session, actor: Actor, name: str, fields: Fields) -> None:
    """Keep a small choice of this person beside the drafts, under a name that is no address."""
    _keep(session, actor, name, (None, None), fields, None)


def remembered(session: Session, name: str, since: datetime) -> dict[str, list[str]]:
    """The choice that was kept under this name, unless that is too long ago."""
    found = session.execute(
        text(
            "select fields from drafts where actor_id = my_actor() and address = :name and saved_at > :since"
        ),
        {"name": name, "since": since},
    ).scalar_one_or_none()
    return dict(found or {})


def forget_expired(session: Session) -> int:
    """What nobody came back to in time, and what belongs to nobody any more; for the worker."""
    gone: int = session.execute(text("select forget_drafts()")).scalar_one()
    return gone


@cache
def _kinds() -> frozenset[str]:
    return frozenset(str(model.__tablename__) for model in Shareable.__subclasses__())


def _kind(segment: str) -> str | None:
    """The table of the things that live under this part of an address."""
    name: Any = segment.replace("-", "_")
    return name if name in _kinds() else None
