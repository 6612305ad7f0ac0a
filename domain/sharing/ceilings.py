"""The matrix as it stands: what the law allows at most, and the categories it speaks of."""

from collections.abc import Sequence

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


def matrix(session: Session, actor: Actor) -> Matrix:
    """The whole matrix as it stands today; it holds no case content, so everyone in the chain may read it."""
    lines = session.execute(
        text(
            "select compartment, part, step, category, level, reach, ground from ceilings"
            " where valid_from <= today() and (valid_until is null or valid_until > today())"
            " order by compartment, part, step, level, category"
        )
    ).mappings()
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
