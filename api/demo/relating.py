"""What subjects have to do with each other, what becomes known of them later, and reminding of a question, as stories tell."""

from typing import TYPE_CHECKING

from domain import cases, dossier

if TYPE_CHECKING:
    from api.demo.telling import Subject, Teller


def relate(
    teller: "Teller", of: "Subject", relate: str, to: str, by: str, source: str, text: str = "", since: str = "",
    until: str = "", grade: str = "",
) -> None:  # fmt: skip
    """A partner says what a subject may have to do with another one, by the name of that."""
    session, actor = teller.acting(by)
    said = dossier.Relate.model_validate(
        {
            "to_id": of.case.subjects[to].id, "kind": relate, "source": source, "text": text, "since": since, "until": until,
            "source_reliability": grade[:1] or None, "content_credibility": grade[1:] or None, "attested": True,
        }
    )  # fmt: skip
    made = dossier.relate(session, actor, of.id, said)
    of.relations[by] = made.id
    teller.places["relations"] = f"/cases/{of.case.id}/relations"


def rerelate(teller: "Teller", of: "Subject", rerelate: str, by: str, source: str, text: str) -> None:
    """A partner corrects the relation it told of last."""
    session, actor = teller.acting(by)
    said = dossier.CorrectRelation(kind=rerelate, source=source, text=text)
    dossier.correct_relation(session, actor, of.relations[by], said)


def remind(teller: "Teller", of: "Subject", remind: str, by: str = "") -> None:
    """Who asked a partner reminds it."""
    session, actor = teller.acting(by or of.tale.analyst)
    dossier.remind(session, actor, of.requests[remind])


def alias(teller: "Teller", of: "Subject", alias: str) -> None:
    """The analyst learns by what other name somebody goes."""
    session, actor = teller.acting(of.tale.analyst)
    known = cases.subject(session, actor, of.id)
    said = cases.CorrectSubject.model_validate(
        known.model_dump(include={"role", "name_parts", "birth_date", "identifier_kind", "description"})
        | {"name": known.written_name or "", "identifier": known.identifier_raw or ""}
        | {"aliases": [*known.aliases, alias]}
    )
    cases.correct_subject(session, actor, of.id, said)
