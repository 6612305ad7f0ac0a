"""The dated code lists over the API: what can be chosen today."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session

from api.deps import ActorDep, Db, require_scope
from domain import calendar, catalogue
from domain.catalogue import HasLabel
from domain.shapes import View

router = APIRouter(prefix="/code-lists", tags=["code-lists"], dependencies=[require_scope("signals:read")])


class CodeListName(StrEnum):
    """Which code list."""

    FORMS = "forms"
    INDICATORS = "indicators"
    MUNICIPALITIES = "municipalities"
    INTERVENTION_KINDS = "intervention-kinds"
    LEGAL_GROUNDS = "legal-grounds"
    DECISION_KINDS = "decision-kinds"


class CodeView(View):
    """Code: with its text in both languages."""

    code: str = Field(description="Code")
    label_nl: str = Field(description="Tekst in het Nederlands")
    label_en: str = Field(description="Tekst in het Engels: text in English")


class CodeList(View):
    """Codelijst, as it stands today."""

    items: Sequence[CodeView] = Field(description="Codes")


LISTS: dict[CodeListName, Callable[[Session, date], Iterable[HasLabel]]] = {
    CodeListName.FORMS: catalogue.forms,
    CodeListName.INDICATORS: lambda session, on: catalogue.indicators(session, None, on),
    CodeListName.MUNICIPALITIES: catalogue.municipalities,
    CodeListName.INTERVENTION_KINDS: lambda session, on: catalogue.intervention_kinds(session, None, on),
    CodeListName.LEGAL_GROUNDS: lambda session, on: catalogue.legal_grounds(session, None, on),
    CodeListName.DECISION_KINDS: catalogue.decision_kinds,
}


@router.get("/{name}")
def get_code_list(session: Db, _actor: ActorDep, name: CodeListName) -> CodeList:
    """Codelijst: what can be chosen today, with its text in Dutch and English."""
    entries = LISTS[name](session, calendar.today())
    return CodeList(
        items=[CodeView(code=one.code, label_nl=one.label("nl"), label_en=one.label("en")) for one in entries]
    )
