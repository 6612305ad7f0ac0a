"""Why somebody sees a record, and that something is there which is not shared.

Both come from the decision that PostgreSQL enforces (`db.policies.explaining`); nothing is decided here.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access
from domain.actor import Actor
from domain.errors import NotFound
from domain.process import Step
from domain.shapes import View

Reason = Literal["later", "earlier", "never"]


class Withheld(View):
    """Niet gedeeld: that a kind of data is there which this viewer may not see, and why (WGS 2.23(5))."""

    scope_id: UUID = Field(description="Plaats: the subject or case in which it lies")
    category: str = Field(description="Gegevenscategorie", examples=["fiscal"])
    ground: str = Field(
        description="Grondslag: why it may be known that it is there", examples=["WGS 2.23(5)"]
    )
    reason: Reason = Field(
        description="Reden: shown in a later step, only in an earlier one, or never", examples=["later"]
    )
    step: str | None = Field(default=None, description="Stap in which it is shown", examples=["weighing"])


class Share(View):
    """Weg waarlangs gedeeld is: one part, ceiling and rule by which a record comes through."""

    viewer: str = Field(description="Ontvanger: the organisation that receives it")
    part: str = Field(description="Deel in de casus", examples=["partner"])
    step: str = Field(description="Stap", examples=["dossier"])
    level: str = Field(description="Niveau: content or title", examples=["content"])
    reach: str = Field(description="Reikwijdte: all, or municipality (own territory only)", examples=["all"])
    ground: str = Field(description="Grondslag: the article that allows it", examples=["WGS 2.23(5)"])
    rule_id: UUID = Field(description="Deelregel")
    given_by: str = Field(description="Regel gegeven door")
    given_at: datetime = Field(description="Regel gegeven op")
    agreement: str = Field(description="Afspraak", examples=["Convenant RIEC"])
    agreement_version: str = Field(description="Versie van de afspraak", examples=["2026-1"])
    ends_at: datetime | None = Field(
        description="Geldig tot: when the first of ceiling, rule and agreement ends; absent when none has an end"
    )


class Basis(View):
    """Waarom ziet u dit: whose a record is, and on which ground it is shared with this viewer."""

    id: UUID = Field(description="Kenmerk van het gegeven")
    kind: str = Field(description="Soort gegeven: the table it stands in", examples=["contributions"])
    scope_id: UUID = Field(
        description="Plaats: the signal, case, subject, question or intervention it is about"
    )
    scope_kind: str = Field(description="Soort plaats", examples=["subject"])
    step: str = Field(description="Stap waarin dat nu staat", examples=["dossier"])
    owner: str = Field(description="Bronhouder")
    own: bool = Field(description="Eigen: whether it is the viewer's organisation's own")
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    article: str = Field(description="Artikel dat de categorie noemt", examples=["BGS 2.15"])
    closed: bool = Field(description="Besloten kring: whether it is for named persons only")
    shares: Sequence[Share] = Field(description="Wegen waarlangs gedeeld is; empty for one's own")
    admitted_until: date = Field(description="Toegelaten tot: when the viewer's admission ends")


_WITHHELD = text("select w.scope_id, w.step, w.category, w.ground, w.shown_at from withheld(:scopes) w")

_RECORD = text("""
select r.id, r.kind, r.scope_id, r.owner_id, r.category, r.circle is not null as closed, s.kind as scope_kind,
       s.step, s.compartment, o.name as owner, r.owner_id = all(viewers()) as own, c.article
  from records r join scopes s on s.id = r.scope_id join organisations o on o.id = r.owner_id
  join categories c on c.code = r.category
 where r.id = :id
""")

_SHARES = text("""
select v.name as viewer, b.part, b.step, b.level, b.reach, b.ground, b.rule_id, b.given_at, b.ends_at,
       giver.name as given_by, g.title as agreement, g.version as agreement_version
  from bases b join organisations v on v.id = b.viewer join agreements g on g.id = b.agreement_id
  join actors a on a.id = b.given_by join organisations giver on giver.id = a.organisation_id
 where b.scope_id = :scope and b.owner_id = :owner and b.category = :category and b.viewer <> b.owner_id
 order by b.level, v.name, b.part, b.given_at
""")

_ADMITTED_UNTIL = text("""
select min(latest) from (
  select max(m.valid_until) as latest from admissions m
   where m.actor_id = any(viewer_actors()) and m.compartment = :compartment and m.valid_from <= today()
     and m.screened_on <= today() and m.trained_on <= today() group by m.actor_id) each_of_them
""")


def withheld(session: Session, actor: Actor, scope_ids: Sequence[UUID]) -> list[Withheld]:
    """What is not shared in these scopes, as far as the law lets the one who asks know that it is there."""
    found = session.execute(_WITHHELD, {"scopes": list(scope_ids)}).all() if scope_ids else []
    return [
        Withheld(
            scope_id=one.scope_id,
            category=one.category,
            ground=one.ground,
            **_reason(one.step, one.shown_at),
        )
        for one in found
    ]


def _reason(stands: str, shown_at: Sequence[str]) -> dict[str, Any]:
    """When it would be shown: rather later than earlier, in the order of the process."""
    order = list(Step)
    shown = sorted(order.index(Step(step)) for step in shown_at)
    here = order.index(Step(stands))
    later = [place for place in shown if place > here]
    if later:
        return {"reason": "later", "step": order[later[0]]}
    return {"reason": "earlier", "step": order[shown[-1]]} if shown else {"reason": "never"}


def basis(session: Session, actor: Actor, record_id: UUID) -> Basis:
    """Why the one who asks sees this record, whatever it is; what is hidden has no basis to give."""
    found = session.execute(_RECORD, {"id": record_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    asked = {"scope": found["scope_id"], "owner": found["owner_id"], "category": found["category"]}
    shares = [] if found["own"] else [Share(**one) for one in session.execute(_SHARES, asked).mappings()]
    until = session.execute(_ADMITTED_UNTIL, {"compartment": found["compartment"]}).scalar_one()
    first = shares[0] if shares else None
    access.consulted(
        session,
        actor,
        "basis",
        scope_id=found["scope_id"],
        object_ids=[record_id],
        rule_id=first.rule_id if first else None,
        ground=first.ground if first else None,
    )
    return Basis(**found, shares=shares, admitted_until=until)
