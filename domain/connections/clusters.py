"""Stacked signals: one address, telephone, plate, account or company in several of them, among what the viewer sees."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain import access, filing
from domain.actor import Actor
from domain.connections.finding import CONNECTORS, are_on, ends
from domain.connections.shapes import ClusterView, EndView

LATELY: Final = 400
"""Of so many signals and subjects in which something was done last; the page says so."""
MOST: Final = 50
STACKING: Final = frozenset({"phone", "iban", "licence_plate", "bag", "kvk", filing.ADDRESS, filing.COMPANY})

# Begins where the organisation takes part; who may see what is written there is for the policies.
_LATELY: Final = text("""
with places as materialized (
  select p.scope_id from participations p
   where p.organisation_id = :mine and p.kind in ('signal', 'subject') and p.ended_at is null and p.step <> 'closed'
   group by p.scope_id order by max(p.last_activity_at) desc, p.scope_id limit :most)
select x.* from places cross join lateral (
  select m.id, m.scope_id, m.kind, m.name, m.birth_date, m.identifier_kind, m.identifier from mentions m
   where m.scope_id = places.scope_id
   union all
  select b.id, b.scope_id, b.kind, b.name, b.birth_date, b.identifier_kind, b.identifier from subjects b
   where b.scope_id = places.scope_id) x
""")


def clusters(session: Session, actor: Actor) -> list[ClusterView]:
    """What at least two signals or subjects of those that were active lately share; the largest first."""
    actor.require(*CONNECTORS)
    if not are_on(session):
        return []
    given = {"mine": actor.organisation_id, "most": LATELY}
    piles: dict[tuple[str, str], dict[UUID, Mapping[str, Any]]] = {}
    for one in session.execute(_LATELY, given).mappings():
        for basis, value in filing.shared(dict(one)):
            if basis in STACKING:
                piles.setdefault((basis, value), {})[one["id"]] = dict(one)
    several = {
        key: pile for key, pile in piles.items() if len({one["scope_id"] for one in pile.values()}) > 1
    }
    here = ends(session, {thing for pile in several.values() for thing in pile})
    found = [
        ClusterView(basis=basis, name=_name(basis, pile), things=_in_sight(pile, here))
        for (basis, _), pile in several.items()
    ]
    stacked = _once(sorted(found, key=lambda one: (-len(_places(one)), one.basis, one.name)))[:MOST]
    seen = [one.id for each in stacked for one in each.things]
    access.consulted(session, actor, "clusters", object_ids=seen)
    return stacked


def _name(basis: str, pile: Mapping[UUID, Mapping[str, Any]]) -> str:
    """As the newest one has it."""
    newest = pile[max(pile)]
    return str(newest["name"] if basis in (filing.ADDRESS, filing.COMPANY) else newest["identifier"])


def _in_sight(pile: Mapping[UUID, Any], here: Mapping[UUID, EndView]) -> list[EndView]:
    return [here[thing] for thing in sorted(pile) if thing in here]


def _places(one: ClusterView) -> set[UUID]:
    """A signal and the subject it became in a case are one place."""
    return {thing.case_id or thing.scope_id for thing in one.things}


def _once(found: list[ClusterView]) -> list[ClusterView]:
    """What lies in several places, largest first; not again what lies in a larger one: a number and a name, an address in two forms."""
    kept: list[tuple[set[UUID], ClusterView]] = []
    for one in found:
        things = {thing.id for thing in one.things}
        if len(_places(one)) > 1 and not any(things <= larger for larger, _ in kept):
            kept.append((things, one))
    return [one for _, one in kept]
