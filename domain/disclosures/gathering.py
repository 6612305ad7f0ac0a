"""What the conditions are about, read through the eyes of the one who asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables.disclosures import Disclosure
from domain import calendar, catalogue, rows
from domain.disclosures.conditions import SILENT, Facts, Item, Word, needs_consent
from domain.disclosures.shapes import SupplierLine
from domain.naming import called

DROPPED: Final = "dropped"

_ITEMS = text(f"""
select c.id, c.owner_id, o.name as supplier, o.kind as owner_kind, c.category, k.phase, c.subject_id, c.text, c.source,
       c.source_reliability, c.content_credibility, c.observed_on, c.created_at, c.corrected_at, c.withdrawn_at is null and c.circle is null as current,
       coalesce({called("s")}, '') as about
  from contributions c join organisations o on o.id = c.owner_id join categories k on k.code = c.category
  left join subjects s on s.id = c.subject_id
 where c.id = any(:ids)
 order by c.id
""")  # noqa: S608 - our own text

# As the status facts say: those stay in sight when what was answered does not.
_SUPPLIERS = text("""
select c.disclosure_id, r.asked_id as organisation_id, o.name as organisation, r.id as request_id, c.explicit, r.due_on,
       coalesce((select t.status from statuses t where t.scope_id = r.id and t.of_id = r.id order by t.id desc limit 1),
                'asked') as status
  from consents c join requests r on r.id = c.request_id join organisations o on o.id = r.asked_id
 where c.disclosure_id = any(:ids)
 order by r.id
""")

_EXCEPTED = text("select excepted_of(:id)")


@dataclass(frozen=True)
class Found:
    """One contribution as it stands now and as far as it is in sight."""

    item: Item
    subject_id: UUID
    supplier: str
    about: str
    text: str
    source: str
    source_reliability: str | None
    content_credibility: int | None
    observed_on: date | None
    corrected_at: datetime | None


def items(session: Session, ids: Sequence[UUID]) -> dict[UUID, Found]:
    """These contributions, as far as the one who asks may see them."""
    found = session.execute(_ITEMS, {"ids": list(ids)}).mappings()
    return {one["id"]: _found(dict(one)) for one in found}


def _found(one: Mapping[str, Any]) -> Found:
    item = Item(
        one["id"], one["owner_id"], one["owner_kind"], one["category"], one["phase"], bool(one["current"])
    )
    return Found(item, **{each.name: one[each.name] for each in fields(Found) if each.name != "item"})


def suppliers(session: Session, *disclosure_ids: UUID) -> dict[UUID, list[SupplierLine]]:
    """Who was asked about each disclosure, and what they said."""
    today = calendar.today()
    made: dict[UUID, list[SupplierLine]] = {one: [] for one in disclosure_ids}
    for one in session.execute(_SUPPLIERS, {"ids": list(disclosure_ids)}).mappings():
        overdue = one["status"] == SILENT and calendar.is_overdue(one["due_on"], today)
        made[one["disclosure_id"]].append(
            SupplierLine(overdue=overdue, **_without(dict(one), "disclosure_id"))
        )
    return made


def excepted(session: Session, disclosure_id: UUID) -> set[UUID]:
    """What suppliers keep out of a disclosure of one's own, also when their answers are out of sight."""
    return set(session.execute(_EXCEPTED, {"id": disclosure_id}).scalars())


def _without(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in names}


def words(lines: Iterable[SupplierLine]) -> list[Word]:
    """What the suppliers said, as the conditions ask for it."""
    return [Word(one.organisation, one.explicit, one.status, one.overdue) for one in lines]


def to_ask(found: Iterable[Found], riec: UUID, *, outside: bool) -> dict[UUID, tuple[list[UUID], bool]]:
    """Each supplier but the RIEC itself, with its items and whether it must consent to any of them."""
    made: dict[UUID, tuple[list[UUID], bool]] = {}
    for one in found:
        if one.item.owner_id != riec:
            ids, explicit = made.get(one.item.owner_id, ([], False))
            made[one.item.owner_id] = (
                [*ids, one.item.id],
                explicit or needs_consent(one.item, outside=outside),
            )
    return made


def facts(
    session: Session,
    row: Disclosure,
    found: Mapping[UUID, Found],
    lines: Sequence[SupplierLine],
    *,
    advised: bool,
) -> Facts:
    """What the conditions are about, for a disclosure as it stands."""
    asked = {one.organisation_id for one in lines}
    wanted = to_ask(found.values(), row.owner_id, outside=row.recipient_id is None)
    names = rows.organisation_names(session)
    kept_out = excepted(session, row.id)
    return Facts(
        recipient_kind=row.recipient_kind,
        basis=row.basis,
        ground_valid=ground_is_valid(session, row.ground),
        items=[
            replace(found[key].item if key in found else _out_of_sight(key, row), excepted=key in kept_out)
            for key in row.contribution_ids
        ],
        words=words(lines),
        unasked=[names[one] for one in wanted if one not in asked],
        advised=advised,
    )


def _out_of_sight(key: UUID, row: Disclosure) -> Item:
    return Item(key, row.owner_id, "", "", 0, current=False)


def ground_is_valid(session: Session, code: str) -> bool:
    """Whether the legal ground can be invoked today."""
    return not catalogue.unknown_code(catalogue.legal_grounds(session, "R", calendar.today()), code, "")


def stands(noted: str | None, *, released: bool, asked: bool) -> str:
    """Where a disclosure stands: what was decided about it last."""
    if released:
        return "released"
    if noted == DROPPED:
        return DROPPED
    return "asked" if asked else "drafted"
