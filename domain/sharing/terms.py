"""The terms that the region decided about access and provision, dated."""

from datetime import date
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

_TERM: Final = text("""
select number from access_terms where code = :code and valid_from <= :on and (valid_until is null or valid_until > :on)
""")


def access_term(session: Session, code: str, on: date) -> int:
    """A term of the region about access and provision, as it holds on a day."""
    return int(session.execute(_TERM, {"code": code, "on": on}).scalar_one())
