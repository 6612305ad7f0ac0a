"""Whom one can choose from while working on a case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor

Choice = tuple[UUID, str]
"""Something to choose, and how it is called."""


def possible_participants(session: Session, taking_part: Sequence[UUID]) -> list[Choice]:
    """The participants under WGS 2.19 that could still join a case in which these take part."""
    found = session.execute(
        text(
            "select id, name from organisations where active and wgs_participant and not id = any(:taking_part)"
            " order by name"
        ),
        {"taking_part": list(taking_part)},
    )
    return [(key, name) for key, name in found]


def possible_managers(session: Session, actor: Actor) -> list[Choice]:
    """The case managers of the own organisation."""
    found = session.execute(
        text(
            "select distinct a.id, a.name from actors a join actor_roles r on r.actor_id = a.id where a.active"
            " and a.organisation_id = :organisation and r.role = 'case_manager'"
            " and (r.valid_until is null or r.valid_until > today()) order by a.name"
        ),
        {"organisation": actor.organisation_id},
    )
    return [(key, name) for key, name in found]
