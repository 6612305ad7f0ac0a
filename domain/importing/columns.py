"""The columns of a file of signals: what each is called in Dutch and English, and what of a signal it says.

Names are read without capitals, spaces and punctuation. A cell may hold a code or what people call it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args

from domain import catalogue
from domain.detection import Lists
from domain.identifiers import EXAMPLES, Kind
from domain.naming import ThingKind

SIGNS: Final = 5
"""How many signs one row can name; more belong in a signal of its own or in the form."""
THINGS: Final = 5
"""How many persons and things."""
OFFERED: Final = 2
"""How many of each stand in the template."""


@dataclass(frozen=True)
class Column:
    """One column; `path` is the place in a signal, with slashes, as in a form."""

    path: str
    nl: str
    en: str
    about_nl: str
    about_en: str
    also: tuple[str, ...] = ()
    required: bool = False
    words: str = ""
    """Which list its codes are of; empty for what people write themselves."""
    long: bool = False

    @property
    def code(self) -> str:
        """By what it is known."""
        return self.path

    def label(self, language: str) -> str:
        """What it is called."""
        return self.en if language == "en" else self.nl

    def about(self, language: str) -> str:
        """What to write in it."""
        return self.about_en if language == "en" else self.about_nl


_ONE: Final = (
    Column("reference", "Eigen kenmerk", "Own reference",
           "Waarmee u het in uw eigen systeem terugvindt. Hiermee herkent Schakel een signaal dat er al is.",
           "By which you find it in your own system. Schakel recognises by it a signal that is there already.",
           ("reference", "kenmerk", "referentie", "zaaknummer", "dossiernummer", "case number")),
    Column("form", "Vorm van uitbuiting", "Form of exploitation", "Een van de lijst, of de code ervan.",
           "One of the list, or its code.", ("vorm", "form"), required=True, words="form"),
    Column("municipalityCode", "Gemeente", "Municipality", "De naam, of de CBS-code.", "The name, or the CBS code.",
           ("gemeentecode", "municipality code", "gemeentenaam"), required=True, words="municipality"),
    Column("narrative", "Wat is gezien", "What was seen", "Wat u zag, hoorde of las, in eigen woorden.",
           "What you saw, heard or read, in your own words.",
           ("verhaal", "narrative", "omschrijving", "toelichting", "wat heeft u gezien"), required=True, long=True),
    Column("contraIndications", "Wat ertegen pleit", "What speaks against it",
           "Wat u zag dat niet bij uitbuiting past.", "What you saw that does not fit exploitation.",
           ("contra-indicaties", "contra indications"), long=True),
    Column("observedFrom", "Gezien vanaf", "First seen on", "Een dag, zoals 3-10-2026.", "A day, such as 2026-10-03.",
           ("datum", "date", "datum waarneming", "observed from", "van"), required=True),
    Column("observedUntil", "Gezien tot en met", "Last seen on", "Een dag; leeg als het één dag was.",
           "A day; empty when it was one day.", ("observed until", "tot en met", "tot")),
    Column("place", "Plaats", "Place", "Een adres of een omschrijving.", "An address or a description.",
           ("adres", "address", "locatie", "location")),
    Column("task", "Taak", "Task", "De wettelijke taak waarbij u het zag, zoals: toezicht op de Huisvestingswet.",
           "The task by law during which you saw it, such as: a check of working hours.",
           ("wettelijke taak", "statutory task"), required=True),
    Column("organisedCrimeLink", "Verband met georganiseerde criminaliteit", "Link with organised crime",
           "Waarom dit het RIEC aangaat (WGS 2.17).", "Why this concerns the RIEC (WGS 2.17).",
           ("verband", "organised crime", "ondermijning"), required=True, long=True),
    Column("urgency", "Spoed", "Urgency", "Geen, snel of gevaar. Bij gevaar belt u eerst 112.",
           "None, soon or danger. For danger call 112 first.", ("urgentie", "prioriteit"), words="urgency"),
    Column("emergencyCalled", "112 gebeld", "112 called", "Ja als er gevaar is en u 112 hebt gebeld.",
           "Yes when there is danger and you called 112.", ("112", "alarmnummer gebeld"), words="yes"),
    Column("safeContact", "Veilig contact", "Safe contact",
           "Hoe een mogelijk slachtoffer zonder gevaar te bereiken is. Dit zien minder mensen.",
           "How a possible victim can be reached without danger. Fewer people see this.", long=True),
    Column("protectSource", "Bron beschermen", "Protect the source",
           "Ja als alleen wie bij het RIEC signalen aanneemt mag weten van wie het komt.",
           "Yes when only who takes signals in at the RIEC may know whom it comes from.", words="yes"),
    Column("textConfirmed", "Woorden nagekeken", "Words looked at",
           "Ja als woorden die zorg vragen in de tekst moeten blijven.",
           "Yes when words that need care have to stay in the text.", words="yes"),
    Column("textReason", "Reden voor die woorden", "Reason for those words",
           "Waarom zij nodig zijn. Noem niemand: dit komt in het logboek.",
           "Why they are needed. Name nobody: this goes on the log."),
)  # fmt: skip


def _sign(number: int) -> tuple[Column, ...]:
    at, nl, en = f"observations/{number - 1}", f"Kenmerk {number}", f"Sign {number}"
    return (
        Column(f"{at}/indicator", nl, en, "De code van de lijst met kenmerken, zoals AU09.",
               "The code of the list of signs, such as AU09.", (f"indicator {number}",), words="indicator"),
        Column(f"{at}/words", f"{nl} in eigen woorden", f"{en} in own words", "Wat u precies zag of hoorde.",
               "What exactly you saw or heard.", (f"indicator {number} in eigen woorden",), long=True),
    )  # fmt: skip


def _thing(number: int) -> tuple[Column, ...]:
    at, nl, en = f"mentions/{number - 1}", f"Persoon of zaak {number}", f"Person or thing {number}"
    return (
        Column(f"{at}/kind", f"{nl} soort", f"{en} kind", "Persoon, organisatie, adres, voertuig, telefoon of rekening.",
               "Person, organisation, address, vehicle, phone or account.", words="thing"),
        Column(f"{at}/name", f"{nl} naam", f"{en} name", "Zoals geschreven; één woord is genoeg.",
               "As written; one word is enough."),
        Column(f"{at}/birthDate", f"{nl} geboortedatum", f"{en} date of birth",
               "Zover bekend: 1985, 1985-03 of 12-3-1985.", "As far as known: 1985, 1985-03 or 1985-03-12."),
        Column(f"{at}/identifierKind", f"{nl} soort nummer", f"{en} kind of number",
               "Wat het nummer is, zoals kenteken of telefoon.", "What the number is, such as licence plate or phone.",
               words="identifier"),
        Column(f"{at}/identifier", f"{nl} nummer", f"{en} number", "Het nummer zelf.", "The number itself."),
        Column(f"{at}/description", f"{nl} omschrijving", f"{en} description", "Wat er verder bekend is.",
               "What else is known.", long=True),
    )  # fmt: skip


COLUMNS: Final[Mapping[str, Column]] = {
    column.path: column
    for column in (
        *_ONE,
        *(one for number in range(1, SIGNS + 1) for one in _sign(number)),
        *(one for number in range(1, THINGS + 1) for one in _thing(number)),
    )
}
"""Every column there is, by its path."""

_NUMBERED: Final = re.compile(r"(observations|mentions)/(\d+)/")


def template() -> list[Column]:
    """The columns of an empty file."""
    found = ((one, _NUMBERED.match(one.path)) for one in COLUMNS.values())
    return [one for one, numbered in found if numbered is None or int(numbered[2]) < OFFERED]


def plain(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


_KNOWN: Final = {
    plain(name): column.path
    for column in reversed(tuple(COLUMNS.values()))
    for name in (column.path, column.nl, column.en, *column.also)
}


def recognise(headers: Sequence[str], theirs: Mapping[str, str | None]) -> list[str | None]:
    """Which of ours each column of a file is; `theirs` are the names that the organisation used before."""
    taken: set[str] = set()
    found = []
    for header in headers:
        name = plain(header)
        ours = theirs[name] if name in theirs else _KNOWN.get(name)
        found.append(None if ours in taken or ours not in COLUMNS else ours)
        taken.add(ours or "")
    return found


# Codes that are no code list: what people call them, beside the code itself.
_CALLED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "urgency": {
        "none": ("geen", "none", "nee", "no", "normaal", "normal"),
        "soon": ("snel", "soon", "spoed", "ja", "yes", "urgent"),
        "danger": ("gevaar", "danger", "direct gevaar"),
    },
    "yes": {"true": ("ja", "yes", "waar", "true", "j", "y", "x", "1"), "false": ("nee", "no", "onwaar", "false", "n", "0")},
    "thing": {
        "person": ("persoon", "person"),
        "organisation": ("organisatie", "organisation", "bedrijf", "company"),
        "address": ("adres", "address"),
        "vehicle": ("voertuig", "vehicle", "auto", "car"),
        "phone": ("telefoon", "phone", "telefoonnummer"),
        "account": ("rekening", "account", "bankrekening"),
    },
    "identifier": {
        "licence_plate": ("kenteken", "licence plate"),
        "phone": ("telefoon", "phone", "telefoonnummer", "mobiel"),
        "travel_document": ("reisdocument", "paspoort", "passport", "travel document"),
        "iban": ("iban", "rekening", "rekeningnummer", "bank account"),
        "kvk": ("kvk", "kvk-nummer", "kvk nummer"),
        "email": ("e-mail", "email", "e-mailadres"),
        "v_number": ("v-nummer", "v number"),
        "name": ("naam", "name"),
    },
}  # fmt: skip

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "urgency": tuple(_CALLED["urgency"]),
    "yes": tuple(_CALLED["yes"]),
    "thing": get_args(ThingKind),
    "identifier": tuple(kind.value for kind in Kind if kind in EXAMPLES),
}
"""The codes to choose from, where that is no code list."""


@dataclass(frozen=True)
class Lexicon:
    """What people call the codes of the lists of today."""

    codes: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, lists: Lists) -> "Lexicon":
        """The words for these lists."""
        return cls(
            {
                **_called(),
                "form": _labels(lists.forms),
                "municipality": _labels(lists.municipalities),
                "indicator": _labels(lists.indicators.values()),
            }
        )

    def code(self, words: str, written: str) -> str:
        """The code for what somebody wrote; what is no code stays, and is refused later as what it is."""
        return self.codes[words].get(plain(written), written) if words else written


@cache
def _called() -> dict[str, dict[str, str]]:
    return {
        words: {plain(name): code for code, names in codes.items() for name in names}
        | {plain(code): code for code in CHOICES[words]}
        for words, codes in _CALLED.items()
    }


def _labels(entries: Iterable[catalogue.HasLabel]) -> dict[str, str]:
    return {plain(name): one.code for one in entries for name in (one.code, one.label("nl"), one.label("en"))}


def said(mapping: Sequence[str | None], cells: Sequence[str], corrected: Mapping[str, str]) -> dict[str, str]:
    """What a row says, by our columns; what was corrected in place goes first, and nothing is said by an empty cell."""
    read = {ours: cell for ours, cell in zip(mapping, cells, strict=False) if ours is not None}
    return {path: text for path, text in (read | dict(corrected)).items() if text.strip()}


def nested(row: Mapping[str, str], lexicon: Lexicon) -> tuple[dict[str, Any], dict[str, str]]:
    """A row as the shape of a signal wants it, and from which column each place in that shape came.

    Rows of signs and things close up: the third may be the first that is filled in.
    """
    signal: dict[str, Any] = {}
    places: dict[str, str] = {}
    numbers: dict[str, dict[str, int]] = {"observations": {}, "mentions": {}}
    for path in COLUMNS:
        if path not in row:
            continue
        written = lexicon.code(COLUMNS[path].words, row[path].strip())
        numbered = _NUMBERED.match(path)
        if numbered is None:
            signal[path], places[path] = written, path
            continue
        name, number = numbered[1], numbered[2]
        at = numbers[name].setdefault(number, len(numbers[name]))
        of = signal.setdefault(name, [])
        if at == len(of):
            of.append({})
        field = path.rpartition("/")[2]
        of[at][field] = written
        places[f"{name}/{at}"] = f"{name}/{number}"
    return signal, places


def column_of(pointer: str, places: Mapping[str, str]) -> str:
    """The column to which a problem at this place in a signal belongs; empty when it is about the whole row."""
    name = pointer.removeprefix("/")
    if name in COLUMNS and not _NUMBERED.match(name):
        return name
    head = "/".join(name.split("/")[:2])
    path = places.get(head, head) + name[len(head) :]
    return path if path in COLUMNS else ""
