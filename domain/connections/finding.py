"""Who or what could belong with a mention or a subject: looked up and compared as whoever looks, and kept nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain import access, digests, filing, likeness
from domain.actor import Actor, StaffRole
from domain.connections.history import decisions_about
from domain.connections.shapes import CandidateView, ConnectionsView, ConnectionView, EndView, FeatureView
from domain.errors import NotFound
from domain.likeness import Band, Likeness
from domain.naming import called
from domain.process import Step

CONNECTORS: Final = (
    StaffRole.PREPARATION,
    StaffRole.ANALYST,
    StaffRole.CHAIR,
    StaffRole.CASE_MANAGER,
    StaffRole.HANDLER,
)
"""Who works on signals and cases; who only reports looks at nothing of others."""
MOST: Final = 100
"""So many are compared: among a hundred thousand one in a hundred more is met than with sixty, for a millisecond."""
SHOWN: Final = 30
_SHOWN_WHEN_UNKNOWN: Final = ("given_name", "surname", "date_of_birth")

_COLUMNS: Final = "select id, kind, name, name_parts, birth_date, identifier_kind, identifier"
_THINGS: Final = text(
    f"{_COLUMNS}, null::text[] as aliases from mentions where id = any(:ids)"
    f" union all {_COLUMNS}, aliases from subjects where id = any(:ids)"
)
_FIND: Final = text(
    "select * from find_connections(:about, cast(:keys as bigint[]), cast(:weights as int[]), cast(:strong as boolean[]), :most)"
)
# Read once more through the policies of their own tables: what is shown never rests on the lookup alone.
_ENDS: Final = text(f"""
select m.id, 'mention' as thing, m.kind, {called("m")} as name, m.scope_id, g.number,
       case when c.kind = 'case' then c.id when p.kind = 'case' then p.id end as case_id
  from mentions m join signals g on g.id = m.signal_id join scopes s on s.id = m.scope_id
  left join scopes c on c.id = s.parent_id left join scopes p on p.id = c.parent_id
 where m.id = any(:ids)
 union all
select b.id, 'subject', b.kind, {called("b")}, b.scope_id, k.number, b.case_id
  from subjects b left join cases k on k.id = b.case_id
 where b.id = any(:ids)
""")  # noqa: S608 - our own text
_ARE_ON: Final = text("select connections_are_on()")


def connections(session: Session, actor: Actor, about_id: UUID) -> ConnectionsView:
    """What could belong with a mention or subject, and what was decided of it; read on the record."""
    about = thing(session, about_id)
    actor.require(*CONNECTORS)
    found = [one for one in _find(session, about) if one["id"] != about_id]
    decided = decisions_about(session, actor, about_id)
    here = ends(session, [about_id, *(one["id"] for one in found), *decided])

    judged = compared(about, _with_decided(session, found, decided))
    candidates = [
        _candidate(one, here[about_id], here[one.id], decided.get(one.id, ()))
        for one in judged
        if one.id in here and (one.band or one.shared or one.id in decided)
    ]
    across = are_on(session)
    candidates = sorted((one for one in candidates if across or one.same_case), key=_in_order)[:SHOWN]
    seen = [about_id, *(one.id for one in candidates)]
    access.consulted(session, actor, "connections", scope_id=here[about_id].scope_id, object_ids=seen)
    return ConnectionsView(
        about=here[about_id],
        across_cases=across,
        candidates=candidates,
        model=likeness.standard().name,
        acts=["connect"],
    )


def acts(actor: Actor, step: str) -> list[str]:
    """Whether this person may look for connections of what stands in this step: as acts of a view."""
    return ["connect"] if actor.has(*CONNECTORS) and step != Step.CLOSED else []


def are_on(session: Session) -> bool:
    """Whether connections across cases are on: whether an advice is noted."""
    return bool(session.execute(_ARE_ON).scalar_one())


def thing(session: Session, thing_id: UUID) -> Mapping[str, Any]:
    """A mention or subject as it is compared; NotFound when it does not exist for the one who asks."""
    for found in _things(session, [thing_id]):
        return found
    raise NotFound


def _things(session: Session, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    return [dict(one) for one in session.execute(_THINGS, {"ids": list(ids)}).mappings()] if ids else []


def ends(session: Session, ids: Iterable[UUID]) -> dict[UUID, EndView]:
    """What these mentions and subjects are called and where they lie, as far as they are in sight."""
    found = session.execute(_ENDS, {"ids": list(ids)}).mappings()
    return {one["id"]: EndView.model_validate(dict(one)) for one in found}


def compared(about: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> list["Compared"]:
    """What each has in common with the first, and how alike they are described when both are persons."""
    weights, common, mine = likeness.frozen(), filing.shared(about), filing.descriptions(about)
    found = []
    for other in others:
        theirs = filing.shared(other)
        bases = list(dict.fromkeys(one.basis for one in common if one in theirs))
        scored = (likeness.score(weights, one, yours) for yours in filing.descriptions(other) for one in mine)
        best = max(scored, key=lambda one: one.bits, default=None)
        band = likeness.band(weights, best.bits) if best else None
        found.append(Compared(other["id"], bases, best, band))
    return found


def _find(session: Session, about: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One round trip; what it gives was judged there as whoever asks."""
    keys = filing.sought(digests.keyring_of(session).key(), about)
    given = {
        "about": about["id"],
        "keys": [one.key for one in keys],
        "weights": [one.weight for one in keys],
        "strong": [one.strong for one in keys],
        "most": MOST,
    }
    return [dict(one) for one in session.execute(_FIND, given).mappings()] if keys else []


def _with_decided(
    session: Session, found: list[dict[str, Any]], decided: Iterable[UUID]
) -> list[dict[str, Any]]:
    """Of what was decided earlier also what would not be proposed any more."""
    known = {one["id"] for one in found}
    return found + _things(session, [one for one in decided if one not in known])


def _candidate(
    one: "Compared", about: EndView, other: EndView, history: Sequence[ConnectionView]
) -> CandidateView:
    alike = one.likeness if one.band else None
    return CandidateView(
        **other.model_dump(),
        shared=one.shared,
        band=one.band,
        weight=alike.bits if alike else None,
        features=_features(alike) if alike else [],
        same_case=other.scope_id == about.scope_id
        or (other.case_id is not None and other.case_id == about.case_id),
        standing=history[-1].verdict if history else "open",
        history=history,
    )


def _features(alike: Likeness) -> list[FeatureView]:
    """Every term that weighs something, and what people expect to read of a person; the rest is worth nothing."""
    return [
        FeatureView(feature=one.feature, verdict=one.verdict, level=one.level, weight=one.bits)
        for one in alike.terms
        if one.bits or one.level or one.feature in _SHOWN_WHEN_UNKNOWN
    ]


def _in_order(one: CandidateView) -> tuple[int, int, str]:
    """Linked first, then the most alike, what only shares something, and last what was found not to be the same."""
    place = {"same": 0, "open": 1, "not_same": 2}[one.standing]
    return place, -(one.weight if one.weight is not None else -10_000), str(one.id)


@dataclass(frozen=True, slots=True)
class Compared:
    """How something compares with what was looked for."""

    id: UUID
    shared: Sequence[str]
    likeness: Likeness | None
    band: Band | None
