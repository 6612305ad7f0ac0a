"""The register as it is read: agreements with their parties, and the rules that stand on them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.calendar import now
from domain.errors import NotFound
from domain.shapes import View

State = Literal["planned", "valid", "ended"]


class PartyView(View):
    """Partij bij een afspraak."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam", examples=["Gemeente Alkmaar"])


class AgreementLine(View):
    """Afspraak in het register."""

    id: UUID = Field(description="Kenmerk")
    kind: str = Field(description="Soort", examples=["covenant"])
    title: str = Field(description="Titel", examples=["Convenant RIEC"])
    version: str = Field(description="Versie", examples=["2026-1"])
    signed_on: date = Field(description="Getekend op")
    valid_from: datetime = Field(description="Geldig vanaf")
    valid_until: datetime | None = Field(description="Geldig tot; absent while no end is known")
    review_on: date | None = Field(description="Evalueren op")
    state: State = Field(description="Stand: planned, valid or ended")
    due: bool = Field(
        description="Vraagt aandacht: within the days in which one is reminded of review or end"
    )
    parties: int = Field(description="Aantal partijen", examples=[34])
    rules: int = Field(description="Deelregels die nu gelden", examples=[41])


class AgreementView(AgreementLine):
    """Afspraak: what partners agreed in writing."""

    scope_text: str = Field(
        description="Reikwijdte: what it is about, in words", examples=["Toezicht in het district."]
    )
    file_hash: str | None = Field(description="Controlegetal: SHA-256 of the signed document, kept elsewhere")
    named: Sequence[PartyView] = Field(description="Partijen, by name")
    supersedes_id: UUID | None = Field(description="Vorige versie")
    superseded_by: UUID | None = Field(description="Volgende versie")
    acts: Sequence[str] = Field(description="Handelingen: what you may do now", examples=[["end", "review"]])


class ExceptionView(View):
    """Uitzondering op een deelregel."""

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie", examples=["UWV"])
    side: Literal["owner", "recipient"] = Field(description="Kant: as owner or as recipient")
    reason: str = Field(description="Reden", examples=["Heeft nog geen screening voor deze gegevens"])


class RuleView(View):
    """Deelregel: which kind of owner shares which category with which kind of recipient, at which step."""

    id: UUID = Field(description="Kenmerk")
    agreement_id: UUID = Field(description="Afspraak")
    agreement: str = Field(description="Titel van de afspraak", examples=["Convenant RIEC"])
    agreement_version: str = Field(description="Versie van de afspraak", examples=["2026-1"])
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    owner_kind: str | None = Field(description="Soort bronhouder; absent is any")
    recipient_kind: str | None = Field(description="Soort ontvanger; absent is any")
    step: str | None = Field(description="Stap; absent is any")
    given_at: datetime = Field(description="Gegeven op")
    ends_at: datetime | None = Field(
        description="Geldig tot: of the rule or its agreement, whichever ends first"
    )
    in_force: bool = Field(description="Geldt nu")
    exceptions: Sequence[ExceptionView] = Field(description="Uitzonderingen")
    acts: Sequence[str] = Field(description="Handelingen", examples=[["end", "except"]])


class Wanted(View):
    """Which agreements, or which rules, are asked for."""

    kind: str | None = None
    party_id: UUID | None = None
    file_hash: str | None = None
    state: State | None = None
    agreement_id: UUID | None = None
    category: str | None = None
    owner_kind: str | None = None
    recipient_kind: str | None = None
    step: str | None = None
    ended: bool = False


_AGREEMENTS: Final = text("""
select a.*, k.due, x.parties, coalesce(u.rules, 0) as rules, next.id as superseded_by
  from (select g.*, case when g.valid_from > statement_clock() then 'planned'
                         when g.valid_until <= statement_clock() then 'ended' else 'valid' end as state
          from agreements g) a
  cross join lateral (select count(*) as parties, coalesce(bool_or(p.organisation_id = :party), false) as asked
                        from agreement_parties p where p.agreement_id = a.id) x
  cross join lateral (select exists (
      select from agreement_kinds k where k.code = a.kind and k.valid_from <= today()
         and (k.valid_until is null or k.valid_until > today()) and a.state <> 'ended'
         and (a.review_on <= today() + k.review_days or a.valid_until::date <= today() + k.end_days)) as due) k
  left join lateral (select count(*) as rules from rules r where r.agreement_id = a.id and a.state = 'valid'
                        and (r.ended_at is null or r.ended_at > statement_clock())) u on true
  left join agreements next on next.supersedes_id = a.id
 where (cast(:id as uuid) is null or a.id = :id) and (cast(:kind as text) is null or a.kind = :kind)
   and (cast(:state as text) is null or a.state = :state)
   and (cast(:file_hash as text) is null or a.file_hash = :file_hash) and (cast(:party as uuid) is null or x.asked)
 order by a.state = 'ended', k.due desc, a.kind, a.title, a.valid_from desc
""")

_PARTIES: Final = text("""
select o.id, o.name from agreement_parties p join organisations o on o.id = p.organisation_id
 where p.agreement_id = :id order by o.name
""")

_RULES: Final = text("""
select r.id, r.agreement_id, g.title as agreement, g.version as agreement_version, r.category, r.owner_kind,
       r.recipient_kind, r.step, r.valid_from as given_at, least(r.ended_at, g.valid_until) as ends_at,
       r.valid_from <= statement_clock() and g.valid_from <= statement_clock()
         and coalesce(least(r.ended_at, g.valid_until) > statement_clock(), true) as in_force,
       coalesce((select jsonb_agg(jsonb_build_object('organisation_id', o.id, 'organisation', o.name, 'side', x.side,
                                                     'reason', x.reason) order by o.name, x.side)
                   from rule_exceptions x join organisations o on o.id = x.organisation_id
                  where x.rule_id = r.id), '[]') as exceptions
  from rules r join agreements g on g.id = r.agreement_id join categories c on c.code = r.category
 where (cast(:id as uuid) is null or r.id = :id)
   and (cast(:agreement_id as uuid) is null or r.agreement_id = :agreement_id)
   and (cast(:category as text) is null or r.category = :category)
   and (cast(:owner_kind as text) is null or r.owner_kind is null or r.owner_kind = :owner_kind)
   and (cast(:recipient_kind as text) is null or r.recipient_kind is null or r.recipient_kind = :recipient_kind)
   and (cast(:step as text) is null or r.step is null or r.step = :step)
   and (:ended or coalesce(least(r.ended_at, g.valid_until) > statement_clock(), true))
 order by in_force desc, c.phase, r.category, r.owner_kind nulls first, r.recipient_kind nulls first, r.step, r.id
""")


def agreements(session: Session, actor: Actor, wanted: Wanted | None = None) -> list[AgreementLine]:
    """The register: what asks for attention first, what has ended last. It holds no case content."""
    asked = wanted or Wanted()
    found = session.execute(
        _AGREEMENTS,
        {
            "id": None,
            "kind": asked.kind,
            "state": asked.state,
            "party": asked.party_id,
            "file_hash": asked.file_hash,
        },
    ).mappings()
    return [AgreementLine(**{name: one[name] for name in AgreementLine.model_fields}) for one in found]


def agreement(session: Session, actor: Actor, agreement_id: UUID) -> AgreementView:
    """One agreement with its parties and the versions before and after it."""
    asked = {"id": agreement_id, "kind": None, "state": None, "party": None, "file_hash": None}
    found = session.execute(_AGREEMENTS, asked).mappings().one_or_none()
    if found is None:
        raise NotFound
    named = [PartyView(**one) for one in session.execute(_PARTIES, {"id": agreement_id}).mappings()]
    open_ = actor.administers() and found["state"] != "ended"
    acts = [
        *(["review"] if open_ else []),
        *(["new-version"] if open_ and not found["superseded_by"] else []),
    ]
    if open_:
        acts.append("end")
    known = {name: found[name] for name in AgreementView.model_fields if name not in ("named", "acts")}
    return AgreementView(**known, named=named, acts=acts)


def rules(session: Session, actor: Actor, wanted: Wanted | None = None) -> list[RuleView]:
    """The rules in force, or all there ever were; everybody in the chain may know them."""
    return _rules(session, actor, None, wanted or Wanted())


def rule(session: Session, actor: Actor, rule_id: UUID) -> RuleView:
    """One rule, also when it has ended."""
    found = _rules(session, actor, rule_id, Wanted(ended=True))
    if not found:
        raise NotFound
    return found[0]


def _rules(session: Session, actor: Actor, rule_id: UUID | None, asked: Wanted) -> list[RuleView]:
    given: dict[str, Any] = asked.model_dump(
        include={"agreement_id", "category", "owner_kind", "recipient_kind", "step", "ended"}
    )
    found = session.execute(_RULES, {"id": rule_id, **given}).mappings()
    return [RuleView(**one, acts=_acts_on_rule(actor, one["ends_at"])) for one in found]


def _acts_on_rule(actor: Actor, ends_at: datetime | None) -> list[str]:
    open_ = actor.administers() and (ends_at is None or ends_at > now())
    return ["end", "except"] if open_ else []
