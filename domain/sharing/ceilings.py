"""The matrix as it stands: what the law allows at most, and the categories it speaks of."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.shapes import View


class MatrixLine(View):
    """Regel van de deelmatrix: one thing the law allows at most."""

    compartment: str = Field(description="Box")
    part: str = Field(description="Deel in de casus")
    step: str = Field(description="Stap")
    category: str = Field(description="Gegevenscategorie")
    level: str = Field(description="Niveau: content, title or existence")
    reach: str = Field(description="Reikwijdte: all, own or municipality")
    ground: str = Field(description="Grondslag")
    valid_from: date = Field(description="Geldig vanaf: since when the law allows it")
    agreed: Literal["all", "some", "none"] = Field(
        description="Afgesproken: whether rules share it with all kinds of organisation, with some, or with none"
    )


class CategoryView(View):
    """Gegevenscategorie."""

    code: str
    label_nl: str
    label_en: str
    phase: int = Field(description="Fase")
    article: str = Field(description="Artikel")

    def label(self, language: str) -> str:
        """The name in English or, for any other language, in Dutch."""
        return self.label_en if language == "en" else self.label_nl


class Matrix(View):
    """Deelmatrix: who may see at most what, at which step, and the categories it speaks of."""

    items: Sequence[MatrixLine] = Field(description="Regels")
    categories: Sequence[CategoryView] = Field(description="Gegevenscategorieën")


# A rule for any owner and any recipient, without exceptions, shares all that the ceiling allows.
_MATRIX: Final = text("""
select c.compartment, c.part, c.step, c.category, c.level, c.reach, c.ground, c.valid_from,
       case when c.reach = 'own' or bool_or(r.whole) then 'all' when count(r.id) > 0 then 'some' else 'none' end as agreed
  from ceilings c
  left join lateral (
    select r.id, r.owner_kind is null and r.recipient_kind is null
           and not exists (select from rule_exceptions x where x.rule_id = r.id) as whole
      from rules r join agreements g on g.id = r.agreement_id
     where r.category = c.category and (r.step is null or r.step = c.step)
       and r.valid_from <= statement_clock() and (r.ended_at is null or r.ended_at > statement_clock())
       and g.valid_from <= statement_clock() and (g.valid_until is null or g.valid_until > statement_clock())) r on true
 where c.valid_from <= today() and (c.valid_until is null or c.valid_until > today())
 group by c.id order by c.compartment, c.part, c.step, c.level, c.category
""")


def matrix(session: Session, actor: Actor) -> Matrix:
    """The whole matrix as it stands today; it holds no case content, so everyone in the chain may read it."""
    lines = session.execute(_MATRIX).mappings()
    return Matrix(items=[MatrixLine(**line) for line in lines], categories=categories(session))


def categories(session: Session) -> list[CategoryView]:
    """The categories of data, in the order of their phases."""
    found = session.execute(
        text("select code, label_nl, label_en, phase, article from categories order by phase, code")
    ).mappings()
    return [CategoryView(**one) for one in found]


def grounds(session: Session) -> list[str]:
    """Every article that a ceiling rests on, or rested on: a log goes back further than the law of today."""
    found = session.execute(text("select distinct ground from ceilings order by ground"))
    return list(found.scalars())
