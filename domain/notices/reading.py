"""Reading one's notices: what they are about comes from what one may see now, and never from the notice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access, rows
from domain.actor import Actor
from domain.errors import NotFound
from domain.notices.kinds import Group, Kind
from domain.shapes import View

MOST: Final = 100
"""Further than this the bell does not count."""


Place = tuple[datetime, UUID]
"""Where a list goes on: the moment and the id of the last one shown."""


class NoticeView(View):
    """Bericht: something this person should know of, as a reference; the content stands where it belongs."""

    id: UUID = Field(description="Kenmerk")
    kind: Kind = Field(description="Soort bericht", examples=["question.asked"])
    group: Group = Field(description="Groep: the kinds that share a preference", examples=["questions"])
    object_kind: str = Field(description="Soort onderwerp", examples=["request"])
    object_id: UUID = Field(description="Onderwerp: what it is about")
    number: str | None = Field(
        description="Nummer: of the case or the signal, when you may see it; of an agreement its title and version, of a file how many of its rows",
        examples=["MH-2026-4K7Q2MX8"],
    )
    organisation: str | None = Field(
        description="Partner: the other organisation", examples=["Belastingdienst"]
    )
    at: datetime = Field(description="Tijdstip")
    read_at: datetime | None = Field(description="Gelezen op: empty while it is unread")


_COLUMNS: Final = "id, kind, object_kind, object_id, at, read_at"

_LIST: Final = text(f"""
select {_COLUMNS} from notices
 where person_id = :me and (cast(:unread as boolean) is null or (read_at is null) = :unread)
   and (at, id) < (coalesce(cast(:moment as timestamptz), 'infinity'),
                   coalesce(cast(:last as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
 order by at desc, id desc limit :most
""")  # noqa: S608 - our own names

# The number and the other party, each from the row itself, as far as the one who asks may see it.
_ABOUT: Final = text(f"""
select o.id, o.number, null as organisation from signals o where o.id = {rows.any_of("signal")}
union all
select o.id, o.number, null from cases o where o.id = {rows.any_of("case")}
union all
select o.id, k.number, null from subjects o left join cases k on k.id = o.case_id where o.id = {rows.any_of("subject")}
union all
select o.id, k.number, p.name from requests o left join cases k on k.id = o.case_id
  join organisations p on p.id = case when o.owner_id = my_organisation() then o.asked_id else o.owner_id end
 where o.id = {rows.any_of("request")}
union all
select o.id, null, p.name from known_found o join organisations p on p.id = o.asker_id where o.id = {rows.any_of("known_found")}
 union all
select o.id, k.number, p.name from contributions o left join subjects s on s.id = o.subject_id
  left join cases k on k.id = s.case_id join organisations p on p.id = o.owner_id where o.id = {rows.any_of("contribution")}
union all
select o.id, k.number, p.name from interventions o left join subjects s on s.id = o.subject_id
  left join cases k on k.id = s.case_id join organisations p on p.id = o.partner_id where o.id = {rows.any_of("intervention")}
union all
select o.id, o.title || ', ' || o.version, null from agreements o where o.id = {rows.any_of("agreement")}
union all
select o.id, o.theme, null from meetings o where o.id = {rows.any_of("meeting")}
union all
select o.id, k.number, p.name from actions o left join cases k on k.id = o.case_id
  join organisations p on p.id = o.organisation_id where o.id = {rows.any_of("action")}
union all
select o.id, o.number, case when o.organisation_id = my_organisation() then o.recipient_name else p.name end
  from released_results o join organisations p on p.id = o.organisation_id where o.id = {rows.any_of("released_result")}
union all
select o.id, o.number, p.name from concerns o join organisations p on p.id = case
  when o.organisation_id = my_organisation() then o.recipient_id else o.organisation_id end where o.id = {rows.any_of("concern")}
union all
select o.id, coalesce(g.number, k.number), null from attachments o left join signals g on g.id = o.signal_id
  left join subjects s on s.id = o.subject_id left join cases k on k.id = s.case_id where o.id = {rows.any_of("attachment")}
union all
select o.id, case when c.imported > 0 then c.imported else c.good end || '/' || c.every, null from imports o
 cross join lateral (select count(*) as every, count(*) filter (where r.status = 'imported') as imported,
                            count(*) filter (where r.status = 'good') as good
                       from import_rows r where r.import_id = o.id) c where o.id = {rows.any_of("import")}
""")  # noqa: S608 - our own words


def waiting(session: Session) -> int:
    """How many of one's notices are unread, up to MOST; a number and nothing else, so it is no reading of content."""
    return int(session.execute(text("select unread_notices(:most)"), {"most": MOST}).scalar_one())


def notices(
    session: Session,
    actor: Actor,
    after: Place | None = None,
    limit: int = 50,
    unread: bool | None = None,
) -> tuple[list[NoticeView], Place | None]:
    """One's notices, newest first; all of them, or only those that are unread, or read."""
    moment, last = after or (None, None)
    found = session.execute(
        _LIST, {"me": actor.id, "unread": unread, "moment": moment, "last": last, "most": limit + 1}
    )
    lines = [dict(one) for one in found.mappings()]
    shown = views(session, lines[:limit])
    access.consulted(session, actor, "notices", object_ids=[one.object_id for one in shown])
    last_shown = lines[limit - 1] if len(lines) > limit else None
    return shown, (last_shown["at"], last_shown["id"]) if last_shown else None


def views(session: Session, lines: Sequence[dict[str, Any]]) -> list[NoticeView]:
    """What these notices are about, in one statement."""
    if not lines:
        return []
    wanted: dict[str, list[UUID]] = {
        kind: []
        for kind in (
            "signal",
            "case",
            "subject",
            "request",
            "contribution",
            "intervention",
            "known_found",
            "agreement",
            "meeting",
            "action",
            "released_result",
            "concern",
            "attachment",
            "import",
        )
    }
    for line in lines:
        wanted.setdefault(line["object_kind"], []).append(line["object_id"])
    known = {one.id: one for one in session.execute(_ABOUT, wanted)}
    return [
        NoticeView(
            **line,
            group=Kind(line["kind"]).group,
            number=getattr(known.get(line["object_id"]), "number", None),
            organisation=getattr(known.get(line["object_id"]), "organisation", None),
        )
        for line in lines
    ]


def notice(session: Session, notice_id: UUID) -> NoticeView:
    """One of one's own notices."""
    found = session.execute(
        text(f"select {_COLUMNS} from notices where id = :id and person_id = my_actor()"),  # noqa: S608
        {"id": notice_id},
    ).mappings()
    shown = views(session, [dict(one) for one in found])
    if not shown:
        raise NotFound
    return shown[0]


def read(session: Session, actor: Actor, notice_id: UUID) -> NoticeView:
    """Mark a notice as read; the first time counts."""
    session.execute(
        text("update notices set read_at = clock() where id = :id and person_id = :me and read_at is null"),
        {"id": notice_id, "me": actor.id},
    )
    found = notice(session, notice_id)
    access.consulted(session, actor, "notice", object_ids=[found.object_id])
    return found


def read_all(session: Session, actor: Actor) -> int:
    """Mark every notice as read that one can see; how many there were."""
    done = session.execute(
        text(
            "with done as (update notices set read_at = clock() where person_id = :me and read_at is null"
            " returning 1) select count(*) from done"
        ),
        {"me": actor.id},
    ).scalar_one()
    return int(done)
