"""The four heads on which is weighed (WGS 2.23(3)): what there is of each, as far as the one who asks may see it.

A corridor: it counts, and says nothing of what the panel makes of it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.shapes import View


class DoneView(View):
    """Wat al is gedaan of loopt in deze casus."""

    kind: str = Field(description="Soort interventie: code")
    partner: str = Field(description="Partner")
    status: str = Field(description="Status")


class HeadsView(View):
    """Waarop wordt gewogen (WGS 2.23(3)): what this viewer may see of it, counted."""

    forms: Sequence[str] = Field(
        description="Type signaal: the forms of exploitation that were reported", examples=[["AU"]]
    )
    signals: int = Field(description="Aantal signalen in the case")
    first_on: date | None = Field(description="Eerst gezien op")
    last_on: date | None = Field(description="Laatst gezien op")
    categories: Sequence[str] = Field(
        description="Aard: kinds of data about this subject", examples=[["housing"]]
    )
    contributions: int = Field(description="Omvang: contributions about this subject")
    done: Sequence[DoneView] = Field(description="Wat al is gedaan: interventions in this case")
    reporters: Sequence[str] = Field(
        description="Wie meldde: organisations whose signals are in the case", examples=[["Arbeidsinspectie"]]
    )
    contributors: Sequence[str] = Field(
        description="Wie bijdroeg: organisations that hold data about it", examples=[["Gemeente Alkmaar"]]
    )


_HEADS: Final = text("""
with its_signals as (
  select g.form, g.owner_id, g.observed_from, coalesce(g.observed_until, g.observed_from) as observed_until
    from signals g join scopes s on s.id = g.scope_id
   where s.parent_id = any(array(
         select cast(:case as uuid) union all
         select x.id from scopes x where x.parent_id = :case and x.kind = 'signal'))
), its_contributions as (
  select c.category, c.owner_id from contributions c where c.scope_id = :subject and c.withdrawn_at is null
), its_plan as (
  select i.id, i.kind, i.partner_id, coalesce((select t.status from statuses t
           where t.scope_id = i.scope_id and t.of_id = i.id order by t.id desc limit 1), 'proposed') as status
    from interventions i join scopes s on s.id = i.scope_id where s.parent_id = :case
), names as (select o.id, o.name from organisations o)
select (select coalesce(array_agg(distinct form order by form), '{}') from its_signals) as forms,
       (select count(*) from its_signals) as signals,
       (select min(observed_from) from its_signals) as first_on,
       (select max(observed_until) from its_signals) as last_on,
       (select coalesce(array_agg(distinct category order by category), '{}') from its_contributions) as categories,
       (select count(*) from its_contributions) as contributions,
       (select coalesce(array_agg(distinct n.name order by n.name), '{}')
          from its_signals g join names n on n.id = g.owner_id) as reporters,
       (select coalesce(array_agg(distinct n.name order by n.name), '{}')
          from its_contributions c join names n on n.id = c.owner_id) as contributors,
       (select coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'partner', n.name, 'status', p.status)
                                  order by p.id), '[]')
          from its_plan p join names n on n.id = p.partner_id) as done
""")


def what_is_weighed(session: Session, case_id: UUID, subject_id: UUID) -> HeadsView:
    """What there is to weigh about one subject: counted under row-level security."""
    about = {"case": case_id, "subject": subject_id}
    return HeadsView(**session.execute(_HEADS, about).mappings().one())
