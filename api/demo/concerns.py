"""What care, a shelter and a housing corporation told a participant: one became a signal, one did not, two wait."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from api.demo.days import Deed
from api.demo.telling import Teller
from domain import concerns, detection
from domain.concerns import DeclineConcern, SendConcern
from domain.detection import SubmitSignal

# Working days ago, by whom, to whom, in which municipality, and what.
SENT: Final[tuple[tuple[int, str, str, str, dict[str, str]], ...]] = (
    (
        9, "lotte.brand", "heemskerk", "heemskerk",
        {
            "form": "AU", "place": "Flat aan de Marquettelaan",
            "words": "Bij een lekkage troffen wij acht matrassen in een tweekamerwoning. De huurder woont er niet; een man"
                     " in een witte bus haalt de bewoners om vijf uur op.",
        },
    ),
    (
        7, "esther.wolthuis", "politie", "zaanstad",
        {
            "form": "OV", "place": "Spreekuur",
            "words": "Een cliënt vertelde dat een kennis 'voor een vriend moet werken'. Wie, waar en wat weten wij niet.",
        },
    ),
    (
        2, "amina.hersi", "zaanstad", "zaanstad",
        {
            "form": "SE", "place": "Hotel bij het station", "urgency": "soon",
            "words": "Een jonge vrouw vroeg bij ons om een bed. Zij werd gebracht door een man die haar telefoon en paspoort"
                     " hield en voor de deur wachtte.",
            "safe_contact": "Alleen via de opvang, overdag. Niet op haar eigen nummer: die telefoon heeft hij.",
        },
    ),
    (
        1, "lotte.brand", "heemskerk", "heemskerk",
        {
            "form": "AU", "place": "Galerijwoning, derde etage",
            "words": "De buren tellen elke maand andere bewoners. De huur wordt contant gebracht door iemand anders dan de"
                     " huurder.",
        },
    ),
)  # fmt: skip


def told(teller: Teller) -> Iterator[Deed]:
    """Each is sent; the first two are decided on before the others come."""
    made: list[UUID] = []
    sent = [Deed(ago, partial(_send, teller, made, by, to, where, said)) for ago, by, to, where, said in SENT]
    yield from sent[:2]
    yield Deed(6, lambda: _take_up(teller, made[0]))
    yield Deed(4, lambda: _decline(teller, made[1]))
    yield from sent[2:]


SEEN: Final = (
    "Bij een controle van de woning sliepen er acht mannen op twee kamers. Niemand had een eigen contract."
)
"""What the inspector saw, who went to look at what one of them says."""


def _send(teller: Teller, made: list[UUID], by: str, to: str, where: str, said: dict[str, Any]) -> None:
    session, actor = teller.acting(by)
    given = {"recipient_id": teller.region.organisations[to], "municipality_code": teller.region.codes[where]}
    made.append(concerns.send_concern(session, actor, SendConcern.model_validate(said | given)).id)
    teller.places[f"concern to {to}"] = f"/concerns/{made[-1]}"


def _take_up(teller: Teller, concern_id: UUID) -> None:
    """The inspector went to look, and reports what was seen then."""
    session, actor = teller.acting("ruben.duin")
    found = concerns.concern(session, actor, concern_id)
    said = found.account.model_dump(include={"form", "place", "municipality_code"}) if found.account else {}
    signal = SubmitSignal.model_validate({
        **said,
        "narrative": SEEN,
        "task": teller.region.tasks["ruben.duin"],
        "organised_crime_link": "Dezelfde bus staat bij twee andere woningen in de wijk.",
        "observed_from": found.created_at.date(),
        "observations": [{"indicator": "AU10", "words": "De bewoners zeggen dat zij eruit moeten als zij stoppen."}],
    })  # fmt: skip
    detection.take_up_concern(session, actor, concern_id, signal)


def _decline(teller: Teller, concern_id: UUID) -> None:
    session, actor = teller.acting("koen.hartog")
    why = DeclineConcern(
        reason="Te weinig om zelf naar te kijken. Zorgcoördinatie belt als er meer bekend wordt."
    )
    concerns.decline_concern(session, actor, concern_id, why)
