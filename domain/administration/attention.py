"""What asks for the administrator's attention, counted; the lists themselves stand elsewhere."""

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import accounts, events
from domain.actor import CONTENT_ROLES, Actor
from domain.administration.admitting import expiring_admissions
from domain.administration.clients import clients
from domain.administration.recertification import RoundView, open_round
from domain.administration.records import require_administrator
from domain.shapes import View

_COUNTS = text("""
select (select count(*) from organisations where active) as organisations,
       (select count(*) from organisations where not active) as inactive_organisations,
       count(*) filter (where a.kind = 'person') as people,
       count(*) filter (where a.kind = 'client') as clients,
       count(*) filter (where a.kind = 'person' and needs_it and not has_it) as not_admitted
  from actors a join organisations o on o.id = a.organisation_id and o.active
 cross join lateral (select exists (select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
    and (r.valid_until is null or r.valid_until > today()) and r.role = any(:needing)) as needs_it,
    exists (select from admissions m where m.actor_id = a.id and m.valid_until > today()) as has_it) held
 where a.active
""")


class AttentionView(View):
    """Wat aandacht vraagt: how many of each."""

    organisations: int = Field(description="Organisaties", examples=[57])
    inactive_organisations: int = Field(description="Organisaties die niet meer meedoen", examples=[0])
    people: int = Field(description="Medewerkers", examples=[80])
    clients: int = Field(description="Koppelingen", examples=[3])
    not_admitted: int = Field(
        description="Niet toegelaten: in a role that needs an admission, without one", examples=[2]
    )
    expiring: int = Field(description="Aflopend: admissions that end within 60 days", examples=[4])
    without_second_factor: int = Field(description="Zonder tweede factor", examples=[1])
    invited: int = Field(description="Openstaande uitnodigingen", examples=[1])
    clients_expiring: int = Field(
        description="Koppelingen waarvan het geheim verloopt of verlopen is", examples=[1]
    )
    undelivered: int = Field(description="Niet bezorgd: what could not be handed on", examples=[0])
    round: RoundView | None = Field(description="Hercertificering: the round that is going on")


def attention(session: Session, login: Session, actor: Actor) -> AttentionView:
    """How many of everything there are, and how many of those ask for attention."""
    require_administrator(actor)
    counted = dict(session.execute(_COUNTS, {"needing": sorted(CONTENT_ROLES)}).mappings().one())
    states = [one.state for one in clients(session, login, actor)]
    return AttentionView(
        **counted,
        expiring=len(expiring_admissions(session, actor)),
        without_second_factor=len(accounts.without_second_factor(login)),
        invited=len(accounts.open_invitations(login)),
        clients_expiring=sum(state in ("expiring", "expired") for state in states),
        undelivered=events.count_dead_letters(session, actor),
        round=open_round(session, actor),
    )
