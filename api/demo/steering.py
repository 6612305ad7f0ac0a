"""What the RIEC proposed to the steering group out of what the chain taught, and norms that the region agreed on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from api.demo.days import Deed, ahead
from api.demo.people import Staff
from api.demo.telling import Teller
from domain import administration, steering
from domain.administration import AddEntry
from domain.calendar import today

AGREED: Final = 200
"""Working days ago; the steering group agreed on these norms then."""

NORMS: Final = (
    ("answer", "Ja of nee op een voorstel", "Yes or no to a proposal", 10),
    ("weigh", "Weging na het dossier", "Weighing after the dossier", 15),
    ("feedback", "Terugkoppeling over wat verstrekt is", "Feedback on what was released", 120),
)


@dataclass(frozen=True)
class _Told:
    """One proposal: when, by whom, for which organisation, and what became of it."""

    ago: int
    by: str
    to: str
    title: str
    text: str
    reason: str
    due: int
    after: tuple[tuple[int, str, str, str], ...] = ()
    """Working days ago, by whom, the outcome and the explanation."""


PROPOSALS: Final = (
    _Told(
        60, "daan.terpstra", "nla", "Eén loket voor controles met meer partners",
        "De Arbeidsinspectie wijst één planner aan bij wie het RIEC gezamenlijke controles aanvraagt.",
        "Controles met meer partners begonnen later dan gepland, omdat iedereen apart naar een datum zocht.", 70,
        (
            (48, "ineke.schouten", "adopted", "Vastgesteld door de stuurgroep."),
            (15, "gerda.vos", "done", "Er is een planner met een vaste vervanger. De laatste controle stond in vier dagen."),
        ),
    ),
    _Told(
        25, "lotte.nguyen", "politie", "Vaste dag voor antwoorden op vragen",
        "De politie beantwoordt openstaande vragen van het RIEC op een vaste dag in de week.",
        "Vragen bleven liggen als degene die ze kreeg er niet was. Een vaste dag met een vervanger helpt.", 60,
        ((11, "ineke.schouten", "adopted", "Vastgesteld, met een half jaar om het te proberen."),),
    ),
    _Told(
        6, "daan.terpstra", "riec", "Lessen eerder in het jaar bespreken",
        "Het RIEC bespreekt de lessen uit evaluaties elk kwartaal in plaats van aan het eind van het jaar.",
        "Lessen uit het voorjaar kwamen pas in december op tafel.", 45,
    ),
)  # fmt: skip


def told(teller: Teller, staff: Staff) -> Iterator[Deed]:
    """The norms, the proposals, and what came of them."""
    yield Deed(AGREED, partial(_agree, teller, staff.person[0].key))
    for one in PROPOSALS:
        made: list[UUID] = []
        yield Deed(one.ago, partial(_propose, teller, one, made))
        for ago, by, outcome, text in one.after:
            yield Deed(ago, partial(_decide, teller, made, by, outcome, text))


def _agree(teller: Teller, administrator: str) -> None:
    session, actor = teller.acting(administrator)
    for code, dutch, english, days in NORMS:
        norm = AddEntry(
            code=code, valid_from=today(), label_nl=dutch, label_en=english, working_days=days,
            source="Afspraak van de stuurgroep",
        )  # fmt: skip
        administration.add_entry(session, actor, "process-norms", norm)


def _propose(teller: Teller, one: _Told, made: list[UUID]) -> None:
    session, actor = teller.acting(one.by)
    given = steering.WriteProposal(
        title=one.title, text=one.text, reason=one.reason, addressed_id=teller.region.organisations[one.to],
        due_on=ahead(one.due),
    )  # fmt: skip
    made.append(steering.propose_policy(session, actor, given).id)


def _decide(teller: Teller, made: list[UUID], by: str, outcome: str, text: str) -> None:
    session, actor = teller.acting(by)
    given = steering.DecideProposal.model_validate({"outcome": outcome, "text": text})
    steering.decide_proposal(session, actor, made[0], given)
