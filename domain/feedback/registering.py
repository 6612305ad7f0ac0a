"""A release is written in the register, in the transaction that decided on it; and when feedback is due, said once."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.disclosures import Disclosure
from domain import catalogue, rows, sharing
from domain.actor import Actor
from domain.calendar import add_working_days, end_of_term, today

PREFIX = "TK"

_REGISTER = text("""
insert into released_results (id, number, organisation_id, actor_id, recipient_id, recipient_name, recipient_kind, basis,
                              ground, released_on, due_on)
values (:id, :number, :organisation, :actor, :recipient_id, :recipient_name, :recipient_kind, :basis, :ground,
        :released_on, :due_on)
""")
_LINK = text("insert into release_links (result_id, disclosure_id) values (:result, :disclosure)")


def register_result(session: Session, actor: Actor, row: Disclosure) -> UUID:
    """That this went, to whom and on which basis; what went stands in the case alone."""
    result_id, on = new_id(), today()
    given = row.model_dump(include={"recipient_id", "recipient_name", "recipient_kind", "basis", "ground"})
    given |= {"id": result_id, "organisation": actor.organisation_id, "actor": actor.id, "released_on": on}
    given["due_on"] = due_after(session, on)

    rows.numbered(session, PREFIX, on, lambda number: session.execute(_REGISTER, {**given, "number": number}))
    session.execute(_LINK, {"result": result_id, "disclosure": row.id})
    return result_id


def due_after(session: Session, on: date) -> date:
    """At least yearly (WGS 1.7(4)); sooner, where the region has a norm that is. By what holds on that day."""
    last = end_of_term(on, months=sharing.access_term(session, "feedback_months", on))
    norm = catalogue.norm(catalogue.process_norms(session), "feedback", on)
    return min(last, add_working_days(on, norm.working_days)) if norm else last
