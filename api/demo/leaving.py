"""What is asked of several partners at once or of all, and what leaves a case, as the stories tell of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.demo.days import ahead
from domain import disclosures, dossier
from domain.calendar import today
from domain.known import AskKnown, ask

if TYPE_CHECKING:
    from api.demo.telling import Subject, Teller


def inquire(teller: "Teller", of: "Subject", inquire: Iterable[str], text: str, due: int) -> None:
    """Several partners are asked the same."""
    keys = {teller.region.organisations[key]: key for key in inquire}
    session, actor = teller.acting(of.tale.analyst)
    asked = dossier.AskInformationRound(
        asked_ids=list(keys), subject_ids=[of.id], question=text, due_on=ahead(due)
    )
    made = dossier.ask_round(session, actor, of.case.id, asked)
    of.requests |= {keys[one.asked_id]: one.id for one in made.requests}
    teller.places["information round"] = f"/information-rounds/{made.id}"


def known(teller: "Teller", of: "Subject", known: str, by: str, hand: bool = False) -> None:
    """A partner asks whether others know it."""
    session, actor = teller.acting(by)
    asked = ask(session, actor, of.id, AskKnown(reason=known, by_hand=hand))
    teller.places[f"known {of.tale.key} {by}"] = f"/known-questions/{asked.id}"


def disclose(teller: "Teller", of: "Subject", disclose: str, what: str, task: str, text: str) -> None:
    """The analyst drafts a disclosure of what somebody contributed last: to a partner, or by name to somebody else."""
    recipient = teller.region.organisations.get(disclose)
    to = (
        {"recipient_id": recipient, "ground": "WGS-1.7-1"}
        if recipient
        else {"recipient_name": disclose, "recipient_kind": "public", "ground": "WGS-1.7-2"}
    )
    session, actor = teller.acting(of.tale.analyst)
    drafted = disclosures.DraftDisclosure.model_validate(
        {
            "basis": "public_task",
            "task": task,
            "text": text,
            "contribution_ids": [of.contributions[what]],
            **to,
        }
    )
    of.disclosure = disclosures.draft_disclosure(session, actor, of.case.id, drafted).id
    teller.places["disclosure" if recipient else "disclosure outside"] = f"/disclosures/{of.disclosure}"


def put(teller: "Teller", of: "Subject", put: str) -> None:
    """The chair asks each supplier about its own."""
    session, actor = teller.acting(put)
    asked = disclosures.ask_suppliers(session, actor, of.disclosure)
    of.consents = {one.organisation_id: one.request_id for one in asked.suppliers}


def consent(teller: "Teller", of: "Subject", consent: str, by: str) -> None:
    """A supplier answers."""
    session, actor = teller.acting(by)
    given = disclosures.GiveConsent.model_validate({"outcome": consent})
    disclosures.give_consent(session, actor, of.consents[actor.organisation_id], given)


def release(teller: "Teller", of: "Subject", release: str, advice: str = "") -> None:
    """It goes; to somebody outside on the advice of the committee, which came on that day."""
    session, actor = teller.acting(of.tale.chair)
    decided = disclosures.ReleaseDisclosure(
        motive=release, advice_number=advice, advised_on=today() if advice else None
    )
    disclosures.release_disclosure(session, actor, of.disclosure, decided)
