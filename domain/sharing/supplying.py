"""What a partner may supply about something now: the categories of its kind (WGS 2.19), in a phase that is open."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.errors import Invalid, Problem
from domain.sharing.ceilings import CategoryView, categories


def require_supplied(
    session: Session, actor: Actor, scope_id: UUID, category: str, pointer: str = "/category"
) -> None:
    """The category exists, is this partner's to supply (WGS 2.19), and its phase is open (WGS 2.23(6))."""
    found = session.execute(
        text(
            "select c.label_nl, c.label_en, c.phase, c.phase <= s.phase as open, exists (select from suppliers x where x.category = c.code"
            " and x.organisation_kind = :kind) as supplied"
            " from categories c, scopes s where c.code = :category and s.id = :scope"
        ),
        {"kind": actor.organisation_kind, "category": category, "scope": scope_id},
    ).one_or_none()
    if found is None:
        raise Invalid(Problem("code-not-valid", pointer, {"code": category[:40]}))
    if not found.supplied:
        named = {"nl": found.label_nl, "en": found.label_en}
        raise Invalid(Problem("category-not-supplied", pointer, {"category": named}))
    if not found.open:
        raise Invalid(Problem("phase-not-open", pointer, {"phase": found.phase}))


def suppliable(session: Session, actor: Actor, subject_id: UUID) -> list[CategoryView]:
    """The categories the own organisation may contribute about a subject now: its to supply, in an open phase."""
    found = session.execute(
        text(
            "select c.code from categories c join suppliers x on x.category = c.code and x.organisation_kind = :kind"
            " join scopes s on s.id = :scope and c.phase <= s.phase"
        ),
        {"kind": actor.organisation_kind, "scope": subject_id},
    )
    codes = set(found.scalars())
    return [one for one in categories(session) if one.code in codes]
