"""A reporter who keeps a list: of last week's list each row is a signal by now, and in this week's some is still wrong."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from api.demo.days import Deed
from api.demo.telling import Teller
from api.importing import signal_of
from domain import importing
from domain.importing import StartImport

BY: Final = "youssef.amrani"
HEADS: Final = (
    "Kenmerk", "Vorm van uitbuiting", "Gemeente", "Wat is gezien", "Datum", "Plaats", "Taak", "Verband", "Kenteken",
)  # fmt: skip
TASK: Final = "Toezicht op vergunde en onvergunde seksbedrijven (APV, hoofdstuk 3)"

DONE: Final = (
    ("TZ-0412", "SE", "Alkmaar", "Achter een massagesalon lagen vier koffers in een kast; de sleutel had de beheerder.",
     "eergisteren", "Laat", TASK, "De beheerder huurt ook twee panden in een buurgemeente.", ""),
    ("TZ-0415", "SE", "Alkmaar", "Een advertentie noemt elke week een ander adres, en steeds hetzelfde telefoonnummer.",
     "eergisteren", "Overdie", TASK, "Het nummer hoort bij een verhuurder van vakantiewoningen.", ""),
)  # fmt: skip
HALF_WAY: Final = (
    ("TZ-0431", "SE", "Alkmaar", "De vrouw aan de deur keek eerst naar de man in de auto voordat zij iets zei.",
     "gisteren", "Kanaalkade", TASK, "De auto stond eerder bij een ander controleadres.", ""),
    ("TZ-0432", "seks", "Alkmaar", "Drie bedden in een keuken, en een lijst met namen en bedragen aan de muur.",
     "gisteren", "Oudorp", TASK, "De bedragen lopen over drie adressen.", ""),
    ("TZ-0433", "SE", "Alkmar", "", "31-2-2026", "Station", TASK, "Een chauffeur haalt en brengt.", ""),
    ("TZ-0415", "SE", "Alkmaar", "De advertentie met het telefoonnummer staat er weer, nu met een ander adres.",
     "gisteren", "Overdie", TASK, "Het nummer hoort bij een verhuurder van vakantiewoningen.", ""),
)  # fmt: skip


def told(teller: Teller) -> Iterator[Deed]:
    """Two lists, one after the other."""
    yield Deed(5, partial(_brought_in, teller, "controles-vorige-week.csv", DONE, run=True))
    yield Deed(0, partial(_brought_in, teller, "controles-deze-week.xlsx", HALF_WAY, run=False))


def _brought_in(teller: Teller, name: str, lines: Sequence[Sequence[str]], *, run: bool) -> None:
    session, actor = teller.acting(BY)
    made = importing.bring_in(session, actor, name, name, HEADS, enumerate(lines, start=2))
    ours = {place: one for place, one in enumerate(made.mapping) if one}
    importing.map_columns(session, actor, made.id, ours, signal_of)
    if run:
        importing.start(session, actor, made.id, StartImport(which="all"))
        while importing.go_on(session, actor, made.id, signal_of):
            pass
    else:
        teller.places["import"] = f"/imports/{made.id}"
