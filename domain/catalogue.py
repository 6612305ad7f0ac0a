"""The dated code lists, as they stood on a given day: what can be chosen, and what a code means.

Reading is through a session, so under row-level security like everything else; but code lists are public and
short, so each list is kept whole for a minute per database.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlmodel import Session

from db.tables.catalogue import (
    AgreementKind,
    CapacityUnit,
    CodeList,
    DecisionKind,
    ExploitationForm,
    Indicator,
    InterventionKind,
    LegalGround,
    Municipality,
    NameTitle,
    ProcessNorm,
    RelationKind,
    RetentionTerm,
    YieldKind,
)
from domain.errors import Invalid, Problem

# Another process may end a code: for this long ours may still offer it, and then it no longer does.
KEPT_SECONDS = 60.0

NORMED = ("decide", "dossier", "weigh", "assign", "answer", "carry-out", "close", "feedback")
"""The steps that a norm can be about; feedback, where the region wants it sooner than the law does."""


@dataclass(frozen=True)
class Entry:
    """One row of a code list."""

    code: str
    valid_from: date
    valid_until: date | None

    def valid(self, on: date) -> bool:
        """Whether the code may be chosen on that day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


@dataclass(frozen=True)
class LabelledEntry(Entry):
    """One row of a list with texts in two languages."""

    label_nl: str
    label_en: str

    def label(self, language: str) -> str:
        """The text in English or, for any other language, in Dutch: the law's own words."""
        return self.label_en if language == "en" else self.label_nl


@dataclass(frozen=True)
class MunicipalityView(Entry):
    """Gemeente."""

    name: str
    district: str

    def label(self, language: str) -> str:
        """The name, the same in every language."""
        return self.name


@dataclass(frozen=True)
class FormView(LabelledEntry):
    """Vorm van uitbuiting."""

    explanation_nl: str
    explanation_en: str
    reportable: bool


@dataclass(frozen=True)
class IndicatorView(LabelledEntry):
    """Indicator."""

    form: str
    dimension: str
    weight: str
    observable: str


@dataclass(frozen=True)
class InterventionKindView(LabelledEntry):
    """Soort interventie."""

    track: str
    organisation_kinds: tuple[str, ...]
    authority: str
    legal_ground: str | None


@dataclass(frozen=True)
class LegalGroundView(LabelledEntry):
    """Grondslag."""

    article: str
    source: str
    compartment: str


@dataclass(frozen=True)
class DecisionKindView(LabelledEntry):
    """Soort besluit."""

    concerns: str
    legal_ground: str | None


@dataclass(frozen=True)
class RetentionTermView(LabelledEntry):
    """Bewaartermijn."""

    concerns: str
    since: str
    days: int
    months: int
    legal_ground: str


@dataclass(frozen=True)
class AgreementKindView(LabelledEntry):
    """Soort afspraak."""

    article: str
    review_days: int
    end_days: int


@dataclass(frozen=True)
class RelationKindView(LabelledEntry):
    """Soort relatie."""

    reverse_nl: str
    reverse_en: str

    def other_end(self) -> LabelledEntry:
        """The same, as it is read from the other end."""
        return LabelledEntry(self.code, self.valid_from, self.valid_until, self.reverse_nl, self.reverse_en)


@dataclass(frozen=True)
class CapacityUnitView(LabelledEntry):
    """Eenheid van capaciteit."""


@dataclass(frozen=True)
class YieldKindView(LabelledEntry):
    """Soort opbrengst."""

    measure: str


@dataclass(frozen=True)
class ProcessNormView(LabelledEntry):
    """Norm voor een stap."""

    working_days: int
    source: str


@dataclass(frozen=True)
class NameTitleView(LabelledEntry):
    """Adellijke titel of predicaat."""

    sort: str


class HasLabel(Protocol):
    """Anything with a code and a text."""

    @property
    def code(self) -> str: ...

    def label(self, language: str) -> str: ...


AnyEntry = TypeVar("AnyEntry", bound=Entry)

_kept: WeakKeyDictionary[Engine, dict[type[Entry], tuple[float, tuple[Entry, ...]]]] = WeakKeyDictionary()


def municipalities(session: Session, on: date) -> tuple[MunicipalityView, ...]:
    """The municipalities of the region on a day."""
    return valid_on(session, Municipality, MunicipalityView, on)


def forms(session: Session, on: date) -> tuple[FormView, ...]:
    """The forms of exploitation that a signal can be about."""
    return tuple(form for form in valid_on(session, ExploitationForm, FormView, on) if form.reportable)


def indicator_groups(session: Session, on: date | None) -> tuple[FormView, ...]:
    """The forms of exploitation and the other headings under which indicators stand; without a day, all there ever were."""
    return valid_on(session, ExploitationForm, FormView, on)


def indicators(session: Session, form: str | None, on: date | None) -> tuple[IndicatorView, ...]:
    """The indicators of one form of exploitation, or all of them; without a day, all there ever were."""
    found = valid_on(session, Indicator, IndicatorView, on)
    return tuple(indicator for indicator in found if form in (None, indicator.form))


def intervention_kinds(
    session: Session, organisation_kind: str | None, on: date
) -> tuple[InterventionKindView, ...]:
    """What one kind of partner can do, or the offer of all of them."""
    found = valid_on(session, InterventionKind, InterventionKindView, on)
    return tuple(k for k in found if organisation_kind is None or organisation_kind in k.organisation_kinds)


def legal_grounds(session: Session, compartment: str | None, on: date) -> tuple[LegalGroundView, ...]:
    """The articles that can be invoked in one legal compartment, or all of them."""
    found = valid_on(session, LegalGround, LegalGroundView, on)
    return tuple(ground for ground in found if compartment in (None, ground.compartment))


def decision_kinds(session: Session, on: date) -> tuple[DecisionKindView, ...]:
    """The kinds of decision, B01 to B21."""
    return valid_on(session, DecisionKind, DecisionKindView, on)


def retention_terms(session: Session, on: date) -> tuple[RetentionTermView, ...]:
    """How long signals, subjects and cases are kept at most."""
    return valid_on(session, RetentionTerm, RetentionTermView, on)


def agreement_kinds(session: Session, on: date) -> tuple[AgreementKindView, ...]:
    """The kinds of agreement, and how long before review or end one is reminded."""
    return valid_on(session, AgreementKind, AgreementKindView, on)


def relation_kinds(session: Session, on: date) -> tuple[RelationKindView, ...]:
    """How one subject may stand to another."""
    return valid_on(session, RelationKind, RelationKindView, on)


def capacity_units(session: Session, on: date) -> tuple[CapacityUnitView, ...]:
    """What partners count their capacity in."""
    return valid_on(session, CapacityUnit, CapacityUnitView, on)


def yield_kinds(session: Session, on: date) -> tuple[YieldKindView, ...]:
    """What an intervention can bring about."""
    return valid_on(session, YieldKind, YieldKindView, on)


def process_norms(session: Session) -> tuple[ProcessNormView, ...]:
    """Every norm that ever was: what was done is held against the norm of its own day."""
    return valid_on(session, ProcessNorm, ProcessNormView, None)


def name_titles(session: Session, on: date) -> tuple[NameTitleView, ...]:
    """The titles of nobility and the predicates that may stand in a name."""
    return valid_on(session, NameTitle, NameTitleView, on)


def norm(norms: Iterable[ProcessNormView], code: str, on: date) -> ProcessNormView | None:
    """The norm that held for a step on a day, if the region had one."""
    return next((one for one in norms if one.code == code and one.valid(on)), None)


def label(entries: Iterable[HasLabel], code: str, language: str) -> str:
    """The text of a code in a list; the code itself when the list does not know it."""
    return next((entry.label(language) for entry in entries if entry.code == code), code)


def unknown_code(entries: Iterable[HasLabel], code: str, pointer: str) -> list[Problem]:
    """A problem when the code cannot be chosen: it never existed, or is valid no longer or not yet."""
    if code in {entry.code for entry in entries}:
        return []
    return [Problem("code-not-valid", pointer, {"code": code[:40]})]


def unknown(entries: Iterable[HasLabel], codes: Sequence[str], pointer: str) -> list[Problem]:
    """The same for a field that holds a list: a problem for each wrong code, at its own place in the list."""
    on_list = tuple(entries)
    return [
        problem
        for place, code in enumerate(codes)
        for problem in unknown_code(on_list, code, f"{pointer}/{place}")
    ]


def require_valid(entries: Iterable[HasLabel], code: str, pointer: str) -> None:
    """Refuse a code that cannot be chosen."""
    if problems := unknown_code(entries, code, pointer):
        raise Invalid(*problems)


def require_all_valid(entries: Iterable[HasLabel], codes: Sequence[str], pointer: str) -> None:
    """Refuse when any of the codes cannot be chosen, naming every one that cannot."""
    if problems := unknown(entries, codes, pointer):
        raise Invalid(*problems)


def forget() -> None:
    """Read every list anew: to be called by whoever has just changed one."""
    _kept.clear()


def valid_on(
    session: Session, table: type[CodeList], view: type[AnyEntry], on: date | None
) -> tuple[AnyEntry, ...]:
    """The rows of a list that are valid on a day, or all there ever were; in the order of their codes."""
    kept = _kept.setdefault(session.get_bind().engine, {})
    until, entries = kept.get(view, (0.0, ()))
    if until < time.monotonic():
        entries = _read(session, table, view)
        kept[view] = (time.monotonic() + KEPT_SECONDS, entries)
    found = cast("tuple[AnyEntry, ...]", entries)
    return found if on is None else tuple(entry for entry in found if entry.valid(on))


def _read(session: Session, table: type[CodeList], view: type[AnyEntry]) -> tuple[AnyEntry, ...]:
    """Every row of a list, from the database."""
    columns = table.metadata.tables[str(table.__tablename__)].c
    wanted = [columns[field.name] for field in fields(view)]
    rows = session.execute(select(*wanted).order_by(columns.code, columns.valid_from)).mappings()
    return tuple(view(**{name: _immutable(value) for name, value in row.items()}) for row in rows)


def _immutable(value: Any) -> Any:
    """A list of codes as a tuple."""
    return tuple(value) if isinstance(value, list) else value
