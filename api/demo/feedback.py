"""What recipients told of what was released to them: one did, one is late, and of the others the day comes near."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from api.demo.days import Deed
from api.demo.telling import Teller
from domain import feedback
from domain.feedback import GiveFeedback

# Working days ago, by whom, and what.
TOLD: Final = (
    (
        12, "tamara.visser", "intervention",
        "De loods is bezocht en er wordt niet meer geslapen. De inspecties scheelden ons een eigen onderzoek.",
    ),
)  # fmt: skip


def told(teller: Teller) -> Iterator[Deed]:
    """Each tells it of the one thing that its organisation received."""
    for ago, by, effect, text in TOLD:
        yield Deed(ago, partial(_tell, teller, by, effect, text))


def _tell(teller: Teller, by: str, effect: str, text: str) -> None:
    session, actor = teller.acting(by)
    (received,), _ = feedback.released_results(session, actor)
    said = GiveFeedback.model_validate({"effect": effect, "text": text})
    feedback.give_feedback(session, actor, received.id, said)
    teller.places["feedback"] = f"/feedback/{received.id}"
