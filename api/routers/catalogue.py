"""The dated code lists over the API: what can be chosen today, what once could, and how the administrator keeps them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from domain import administration, calendar
from domain.administration import AddEntry, EndEntry, EntryView, ListView
from domain.shapes import Day, View

router = APIRouter(prefix="/code-lists", tags=["code-lists"])

READ = [require_scope("signals:read")]
WRITE = [require_scope("administration:write")]


class CodeListName(StrEnum):
    """Which code list."""

    FORMS = "forms"
    INDICATORS = "indicators"
    MUNICIPALITIES = "municipalities"
    INTERVENTION_KINDS = "intervention-kinds"
    LEGAL_GROUNDS = "legal-grounds"
    DECISION_KINDS = "decision-kinds"
    RELATION_KINDS = "relation-kinds"
    CAPACITY_UNITS = "capacity-units"
    OTHER_EXPLANATIONS = "other-explanations"
    FOLLOW_UP_QUESTIONS = "follow-up-questions"
    EMERGENCY_NUMBERS = "emergency-numbers"
    YIELD_KINDS = "yield-kinds"
    PROCESS_NORMS = "process-norms"
    NAME_PREFIXES = "name-prefixes"
    NAME_TITLES = "name-titles"
    SECRECY_STATEMENTS = "secrecy-statements"
    ORGANISATION_KINDS = "organisation-kinds"
    CATEGORIES = "categories"
    SUPPLIERS = "suppliers"
    RETENTION_TERMS = "retention-terms"
    AGREEMENT_KINDS = "agreement-kinds"


class CodeLists(View):
    """Codelijsten: every list there is."""

    items: Sequence[ListView] = Field(description="Codelijsten")


class CodeList(View):
    """Codelijst: each code with its text, its dates and the other fields of the list."""

    items: Sequence[EntryView] = Field(description="Codes")


@router.get("", dependencies=READ)
def list_code_lists(session: Db, _actor: ActorDep) -> CodeLists:
    """Codelijsten: their names, and how many codes each has."""
    return CodeLists(items=administration.code_lists(session))


@router.get("/{name}", dependencies=READ)
def get_code_list(
    session: Db,
    _actor: ActorDep,
    name: CodeListName,
    on: Annotated[
        Day | None, Query(description="Op: the codes of this day; today's when it is not said")
    ] = None,
    ended: Annotated[bool, Query(description="Ook beëindigd: every code there ever was")] = False,
) -> CodeList:
    """Codelijst: what can be chosen, with its text in Dutch and English and what belongs to it."""
    day = None if ended else on or calendar.today()
    return CodeList(items=administration.entries(session, name, on=day))


@router.post("/{name}/entries", status_code=201, dependencies=WRITE)
def add_entry(session: Db, actor: ActorDep, name: CodeListName, data: AddEntry) -> EntryView:
    """Code toevoegen: from a day; codes are never edited."""
    return administration.add_entry(session, actor, name, data)


@router.post("/{name}/endings", status_code=201, dependencies=WRITE)
def end_entry(session: Db, actor: ActorDep, name: CodeListName, data: EndEntry) -> EntryView:
    """Code beëindigen: it can be chosen no longer, and stays readable."""
    return administration.end_entry(session, actor, name, data)
