"""The dated code lists, kept by the administrator: a code is added from a day and ended on a day, never edited."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from pydantic import Field
from pydantic.alias_generators import to_camel
from sqlalchemy import text
from sqlmodel import Session

from db.tables import catalogue as tables
from db.tables.catalogue import CodeList, Labelled
from domain import catalogue, events
from domain.actor import Actor
from domain.administration.records import add_row, change_rows, require_administrator
from domain.calendar import today
from domain.errors import Invalid, NotFound, Problem
from domain.events import EventType
from domain.shapes import Code, Day, OptionalLine, OptionalProse, Shape, View, YesNo

KEPT: Final[Mapping[str, type[CodeList]]] = {
    "forms": tables.ExploitationForm,
    "indicators": tables.Indicator,
    "other-explanations": tables.OtherExplanation,
    "follow-up-questions": tables.FollowUpQuestion,
    "emergency-numbers": tables.EmergencyNumber,
    "intervention-kinds": tables.InterventionKind,
    "legal-grounds": tables.LegalGround,
    "decision-kinds": tables.DecisionKind,
    "municipalities": tables.Municipality,
    "secrecy-statements": tables.SecrecyStatement,
    "relation-kinds": tables.RelationKind,
    "capacity-units": tables.CapacityUnit,
    "yield-kinds": tables.YieldKind,
    "process-norms": tables.ProcessNorm,
}
"""The lists the administrator keeps."""

OF_THE_LAW: Final = (
    "organisation-kinds",
    "categories",
    "suppliers",
    "retention-terms",
    "agreement-kinds",
    "name-prefixes",
    "name-titles",
)
"""The lists that follow from the law or the BRP and change with it, by a migration."""

OPTIONAL: Final = frozenset({"legal_ground", "authority", "reportable"})
"""Columns that may stay empty."""

CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "dimension": ("DR", "CR", "VR", "EX", "CD", "VD", "CX"),
    "weight": ("S", "M", "W"),
    "observable": ("Z", "R", "V"),
    "track": ("straf", "bestuur", "fiscaal", "arbeid", "civiel", "zorg", "preventie"),
    "compartment": ("T", "R", "Z", "K", "P"),
    "measure": ("number", "euro", "days"),
    "concerns": ("signal", "case", "subject", "intervention", "disclosure", "item"),
}
"""Columns that hold one of a few codes; the tables say the same."""

MUNICIPALITY: Final = re.compile("GM[0-9]{4}")
"""How Statistics Netherlands writes the code of a municipality."""


class AddEntry(Shape):
    """Code voor een codelijst: the fields that this list has, and no others."""

    code: Code = Field(description="Code", examples=["AU18"])
    valid_from: Day = Field(description="Vanaf: the first day it can be chosen")
    label_nl: OptionalProse = Field(
        default="", description="Tekst in het Nederlands", examples=["Slaapt op de werkplek"]
    )
    label_en: OptionalProse = Field(
        default="", description="Tekst in het Engels: text in English", examples=["Sleeps at work"]
    )
    reverse_nl: OptionalLine = Field(
        default="",
        description="Omgekeerd: of a kind of relation, from the other end",
        examples=["Werkt voor"],
    )
    reverse_en: OptionalLine = Field(
        default="", description="Omgekeerd in het Engels", examples=["Works for"]
    )
    explanation_nl: OptionalProse = Field(default="", description="Uitleg: of a form of exploitation")
    explanation_en: OptionalProse = Field(default="", description="Uitleg in het Engels")
    reportable: YesNo = Field(default=False, description="Meldbaar: a signal can be about this form")
    form: OptionalLine = Field(default="", description="Vorm: of an indicator", examples=["AU"])
    dimension: OptionalLine = Field(default="", description="Dimensie: of an indicator", examples=["EX"])
    weight: OptionalLine = Field(default="", description="Gewicht: of an indicator", examples=["M"])
    observable: OptionalLine = Field(default="", description="Waarneembaar: of an indicator", examples=["Z"])
    track: OptionalLine = Field(default="", description="Spoor: of an intervention", examples=["bestuur"])
    organisation_kinds: Sequence[Code] = Field(
        default=(), description="Soorten organisatie: whose offer an intervention is in"
    )
    authority: OptionalLine = Field(default="", description="Bevoegd gezag: of an intervention")
    legal_ground: OptionalLine = Field(default="", description="Grondslag: code of the list legal-grounds")
    article: OptionalLine = Field(default="", description="Artikel: of a legal ground", examples=["1.5(1)"])
    source: OptionalLine = Field(
        default="", description="Bron: of a legal ground, or who set a norm", examples=["WGS"]
    )
    working_days: int | None = Field(
        default=None, ge=1, le=1000, description="Werkdagen: of a norm for a step", examples=[10]
    )
    compartment: OptionalLine = Field(default="", description="Box: of a legal ground", examples=["R"])
    concerns: OptionalLine = Field(default="", description="Gaat over: of a decision", examples=["case"])
    measure: OptionalLine = Field(
        default="", description="Maat: what a kind of yield is counted in", examples=["number"]
    )
    name: OptionalLine = Field(default="", description="Naam: of a municipality", examples=["Alkmaar"])
    district: OptionalLine = Field(default="", description="District: of a municipality")


class EndEntry(Shape):
    """Einde van een code."""

    code: Code = Field(description="Code", examples=["AU18"])
    on: Day | None = Field(default=None, description="Op: the first day without; today when it is not said")


class ListView(View):
    """Codelijst in het overzicht."""

    name: str = Field(description="Naam: as the address has it", examples=["indicators"])
    current: int = Field(description="Nu: codes that can be chosen today", examples=[60])
    ended: int = Field(description="Beëindigd: codes that once could", examples=[3])
    kept: bool = Field(description="Beheerd: whether the administrator adds and ends; else the law does")


class EntryView(View):
    """Code in een lijst, also one that has ended: it stays readable on what was recorded with it."""

    code: str = Field(description="Code")
    label_nl: str = Field(description="Tekst in het Nederlands")
    label_en: str = Field(description="Tekst in het Engels: text in English")
    valid_from: date | None = Field(description="Vanaf: absent where the law is without date")
    valid_until: date | None = Field(description="Tot: the first day without")
    state: Literal["current", "planned", "ended"] = Field(description="Stand: of this day")
    details: Mapping[str, Any] = Field(
        description="Verder: the other fields of this list", examples=[{"form": "AU", "weight": "M"}]
    )

    def label(self, language: str) -> str:
        """The text in English or, for any other language, in Dutch."""
        return self.label_en if language == "en" else self.label_nl


def code_lists(session: Session) -> list[ListView]:
    """Every code list there is, with how many codes it has."""
    counts = {
        name: session.execute(_counting(str(model.__tablename__))).one() for name, model in KEPT.items()
    }
    kept = [
        ListView(name=name, current=found.current, ended=found.ended, kept=True)
        for name, found in counts.items()
    ]
    law = [
        ListView(name=name, current=len(entries(session, name)), ended=0, kept=False) for name in OF_THE_LAW
    ]
    return [*kept, *law]


def entries(session: Session, name: str, *, on: date | None = None) -> list[EntryView]:
    """The codes of a list: all there ever were, or those of a day, in the order of their codes."""
    found = _kept_entries(session, KEPT[name]) if name in KEPT else _law_entries(session, name)
    if on is None:
        return found
    return [
        one
        for one in found
        if (one.valid_from is None or one.valid_from <= on)
        and (one.valid_until is None or on < one.valid_until)
    ]


def columns_of(name: str) -> list[str]:
    """The fields of a list beside code and dates: first what it says, then the codes it carries."""
    if name not in KEPT:
        raise NotFound
    found = KEPT[name].metadata.tables[str(KEPT[name].__tablename__)].columns
    own = [one.name for one in found if one.name not in ("code", "valid_from", "valid_until")]
    return sorted(own, key=lambda one: (not one.startswith("label_"), not one.startswith("explanation_")))


def add_entry(session: Session, actor: Actor, name: str, data: AddEntry) -> EntryView:
    """Add a code to a list, from a day; a changed text is an ended code and a new one."""
    require_administrator(actor)
    columns = columns_of(name)
    problems = [*_wrong_fields(session, columns, data), *_taken(session, name, data)]
    if data.valid_from < today():
        problems.append(Problem("date-in-the-past", "/validFrom"))
    if problems:
        raise Invalid(*problems)

    given = data.model_dump(include=set(columns))
    values = {key: None if key == "legal_ground" and not value else value for key, value in given.items()}
    add_row(session, KEPT[name], code=data.code, valid_from=data.valid_from, **_as_lists(values))
    catalogue.forget()

    events.record(
        session, actor, EventType.ADMINISTRATION_CODE_ADDED, data={"list": name, "from": data.valid_from}
    )
    return _one(session, name, data.code)


def end_entry(session: Session, actor: Actor, name: str, data: EndEntry) -> EntryView:
    """End a code: from that day it cannot be chosen; what was recorded with it still says it."""
    require_administrator(actor)
    columns_of(name)
    end = data.on or today()
    if end < today():
        raise Invalid(Problem("date-in-the-past", "/on"))
    found = next(
        (one for one in entries(session, name) if one.code == data.code and one.valid_until is None), None
    )
    if found is None:
        raise Invalid(Problem("code-not-open", "/code"))
    if found.valid_from is not None and end <= found.valid_from:
        raise Invalid(Problem("ends-before-it-begins", "/on"))

    table = KEPT[name].metadata.tables[str(KEPT[name].__tablename__)].c
    change_rows(session, KEPT[name], (table.code == data.code) & table.valid_until.is_(None), valid_until=end)
    catalogue.forget()

    events.record(session, actor, EventType.ADMINISTRATION_CODE_ENDED, data={"list": name, "on": end})
    return _one(session, name, data.code)


def _counting(table: str) -> Any:
    return text(
        "select count(*) filter (where valid_until is null or valid_until > today()) as current,"  # noqa: S608
        f" count(*) filter (where valid_until <= today()) as ended from {table}"
    )


def _kept_entries(session: Session, model: type[CodeList]) -> list[EntryView]:
    rows = session.execute(
        text(f"select * from {model.__tablename__} order by code, valid_from")  # noqa: S608 - our own name
    ).mappings()
    return [_view(dict(row), labelled=issubclass(model, Labelled)) for row in rows]


def _view(row: dict[str, Any], *, labelled: bool) -> EntryView:
    known = {key: row.pop(key) for key in ("code", "valid_from", "valid_until")}
    if labelled:
        labels = {key: row.pop(key) for key in ("label_nl", "label_en")}
    else:
        labels = {"label_nl": row["name"], "label_en": row.pop("name")}
    until, start = known["valid_until"], known["valid_from"]
    state = "ended" if until and until <= today() else "planned" if start > today() else "current"
    return EntryView(**known, **labels, state=state, details=_camel(row))


_LAW: Final[Mapping[str, str]] = {
    "organisation-kinds": "select code, label_nl, label_en, wgs_participant, article from organisation_kinds order by code",
    "categories": "select code, label_nl, label_en, phase, survives_seal, article, coalesce((select array_agg("
    "s.organisation_kind order by s.organisation_kind) from suppliers s where s.category = code), '{}') as suppliers"
    " from categories order by phase, code",
    "suppliers": "select k.code, k.label_nl, k.label_en, array_agg(s.category order by s.category) as categories"
    " from suppliers s join organisation_kinds k on k.code = s.organisation_kind group by k.code order by k.code",
    "retention-terms": "select code, label_nl, label_en, concerns, since, days, months, legal_ground"
    " from retention_terms where valid_from <= today() and (valid_until is null or valid_until > today())"
    " order by code",
    "agreement-kinds": "select code, label_nl, label_en, article, review_days, end_days from agreement_kinds"
    " where valid_from <= today() and (valid_until is null or valid_until > today()) order by code",
    "name-prefixes": "select code, label_nl, label_en from name_prefixes"
    " where valid_from <= today() and (valid_until is null or valid_until > today()) order by code",
    "name-titles": "select code, label_nl, label_en, sort from name_titles"
    " where valid_from <= today() and (valid_until is null or valid_until > today()) order by code",
}


def _law_entries(session: Session, name: str) -> list[EntryView]:
    if name not in _LAW:
        raise NotFound
    found = []
    for row in session.execute(text(_LAW[name])).mappings():
        details = dict(row)
        known = {key: details.pop(key) for key in ("code", "label_nl", "label_en")}
        found.append(
            EntryView(**known, valid_from=None, valid_until=None, state="current", details=_camel(details))
        )
    return found


def _one(session: Session, name: str, code: str) -> EntryView:
    return [one for one in entries(session, name) if one.code == code][-1]


def _taken(session: Session, name: str, data: AddEntry) -> list[Problem]:
    """A problem when this code is valid, or will be, at some time after the new one begins."""
    earlier = (one for one in entries(session, name) if one.code == data.code)
    if any(one.valid_until is None or one.valid_until > data.valid_from for one in earlier):
        return [Problem("code-in-use", "/code")]
    return []


def _wrong_fields(session: Session, columns: Iterable[str], data: AddEntry) -> list[Problem]:
    """Fields of this list that are missing or hold what they cannot, and fields that it does not have."""
    has = set(columns)
    aliases = {name: f"/{field.alias}" for name, field in AddEntry.model_fields.items()}
    given = {name for name in data.model_fields_set if getattr(data, name)} - {"code", "valid_from"}
    problems = [Problem("field-of-another-list", aliases[name]) for name in sorted(given - has)]
    problems += [
        Problem("required", aliases[name]) for name in sorted(has - OPTIONAL) if not getattr(data, name)
    ]
    if "district" in has and not MUNICIPALITY.fullmatch(data.code):
        problems.append(Problem("municipality-code", "/code"))
    if "working_days" in has and data.code not in catalogue.NORMED:
        problems.append(Problem("no-such-step", "/code"))
    known = _known_codes(session, has)
    for name in sorted(has & known.keys()):
        value = getattr(data, name)
        wrong = [
            one for one in ([value] if isinstance(value, str) else value) if one and one not in known[name]
        ]
        problems += [Problem("code-not-valid", aliases[name], {"code": one[:40]}) for one in wrong]
    return problems


def _known_codes(session: Session, columns: Iterable[str]) -> dict[str, Sequence[str]]:
    """What may stand in the columns that hold a code."""
    on = today()
    known: dict[str, Sequence[str]] = dict(CHOICES)
    if "form" in columns:
        known["form"] = [one.code for one in catalogue.indicator_groups(session, on)]
    if "legal_ground" in columns:
        known["legal_ground"] = [one.code for one in catalogue.legal_grounds(session, None, on)]
    if "organisation_kinds" in columns:
        known["organisation_kinds"] = [one.code for one in _law_entries(session, "organisation-kinds")]
    return known


def choices(session: Session, name: str) -> dict[str, Sequence[str]]:
    """For a form: the codes that the fields of this list can hold."""
    columns = columns_of(name)
    return {key: codes for key, codes in _known_codes(session, columns).items() if key in columns}


def _camel(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as the API spells them."""
    return {to_camel(key): value for key, value in values.items()}


def _as_lists(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
