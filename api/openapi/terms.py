"""What a field means when its own schema does not say so: a name means the same wherever it stands.

What this list says, or else what the other schemas with a field of that name say of it, if they all say the same.
"""

from typing import Any, Final

Json = dict[str, Any]

TERMS: Final[dict[str, str]] = {
    "id": "Kenmerk: the id, for ever the same",
    "caseId": "Casus: the id of the case",
    "subjectId": "Subject: the id of the subject of the case",
    "organisationId": "Organisatie: the id of the partner",
    "managerId": "Casemanager: the id of the person",
    "ownerId": "Bronhouder: the id of the organisation it belongs to",
    "owner": "Bronhouder: the organisation it belongs to",
    "manager": "Casemanager: the name of the person",
    "createdAt": "Vastgelegd op: when it was recorded",
    "observations": "Waarnemingen: what was seen, indicator by indicator",
    "mentions": "Vermeldingen: who and what it speaks of",
    "additions": "Aanvullingen: what the reporter added later",
    "opinions": "Adviezen: what each partner thinks of it",
    "weighings": "Wegingen: the decisions so far, the last one first",
    "subject": "Subject: who or what this is about",
    "identifierRaw": "Nummer zoals opgegeven: as it was written",
    "verified": "Gecontroleerd: whether it satisfies every public rule for its kind",
    "code": "Code: as the API takes it",
    "labelNl": "Naam: in Dutch",
    "labelEn": "Naam in het Engels: in English",
    "closed": "Gesloten: whether the case is closed now",
    "name": "Naam: as it is known",
    "text": "Tekst: in the words of who wrote it",
    "kind": "Soort: code of the list it belongs to",
    "outcome": "Uitkomst: what was decided or answered",
    "reason": "Reden: why",
    "until": "Tot: until when, as far as that was said",
    "necessity": "Noodzaak: why it could not be done with less",
    "phase": "Fase: the data phase, 0 to 3 (WGS 2.18)",
    "source": "Bron: how it became known",
    "place": "Plaats: an address or a description",
    "narrative": "Verhaal: what was seen",
    "task": "Taak: the statutory task during which it was seen",
    "reasons": "Redenen",
    "organisedCrimeLink": "Verband met georganiseerde criminaliteit: why this concerns the RIEC (WGS 2.17)",
}

EXAMPLES: Final[Json] = {
    "owner": "Gemeente Vlaardingen",
    "place": "Bedrijventerrein Zuid",
    "narrative": "Bij een bakkerij sliepen zes mensen achter de oven.",
    "task": "Toezicht op de Huisvestingswet",
    "partner": "Nederlandse Arbeidsinspectie",
    "organisation": "Gemeente Vlaardingen",
    "asked": "Belastingdienst",
    "asker": "Gemeente Vlaardingen",
    "manager": "Noor de Wit",
    "person": "Noor de Wit",
    "label": "Bakkerij Bedrijventerrein Zuid",
    "labelNl": "Bestuurlijke gegevens",
    "labelEn": "Administrative data",
    "identifierRaw": "06 12345678",
    "number": "C-2026-4K7Q2MX",
    "step": "dossier",
    "status": "submitted",
    "urgency": "none",
    "part": "participant",
    "outcome": "accepted",
    "reason": "Alle interventies zijn klaar.",
    "reasons": "Drie waarnemingen ter plaatse, twee partners nodig.",
    "proportionality": "De maatregel raakt alleen de exploitant.",
    "subsidiarity": "Een waarschuwing heeft eerder niet geholpen.",
    "necessity": "Zonder gegevens van de gemeente is niet te zien wie verantwoordelijk is.",
    "dissent": "De politie had eerst willen aanhouden.",
    "purpose": "Vaststellen of er sprake is van arbeidsuitbuiting en wie wat kan doen.",
    "activity": "case_meeting",
    "acts": ["answer"],
    "code": "administrative",
    "article": "BGS 2.17",
    "source": "BRP",
    "description": "Wit bestelbusje met een deuk links achter.",
    "otherExplanation": "Het kan een logeerpartij zijn geweest.",
    "compartment": "R",
    "level": "content",
    "reach": "all",
    "type": "dossier.contributed",
    "text": "Drie partners hebben informatie toegezegd.",
    "name": "Bakkerij Bedrijventerrein Zuid",
    "kind": "organisation",
    "category": "administrative",
    "ground": "WGS-1.5-1",
    "givenBy": "RIEC Noord-Holland",
    "viewer": "Belastingdienst",
    "field": "place",
    "snippet": "Bedrijventerrein Zuid",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
OF_ONE_SCHEMA: Final[Json] = {
    "ColleagueView.name": "Noor de Wit",
    "Hit.kind": "case",
    "InterventionView.kind": "BM05",
    "MentionView.kind": "person",
    "MentionView.name": "Sem Bakker",
    "OrganisationDetail.kind": "municipality",
    "OrganisationDetail.name": "Gemeente Vlaardingen",
    "OrganisationView.kind": "municipality",
    "OrganisationView.name": "Gemeente Vlaardingen",
    "ParticipantView.name": "Gemeente Vlaardingen",
    "ReportView.kind": "progress",
}
"""Where a name means something else than usual."""


def fill_in(schemas: Json) -> None:
    """Give each field without a description, or a text without an example, what is known of its name."""
    descriptions = _alike(schemas, "description") | TERMS
    examples = _alike(schemas, "examples") | {name: [example] for name, example in EXAMPLES.items()}
    for title, schema in schemas.items():
        for name, field in schema.get("properties", {}).items():
            if name in descriptions:
                field.setdefault("description", descriptions[name])
            own = OF_ONE_SCHEMA.get(f"{title}.{name}")
            if own or (name in examples and _is_free_text(field)):
                field.setdefault("examples", [own] if own else examples[name])
            if name.endswith("Date") and _is_free_text(field):
                # A date as far as it is known is no `date`; the ADR ruleset wants to be told a format.
                field["format"] = "partial-date"


def _alike(schemas: Json, keyword: str) -> Json:
    """What all schemas that say something of a name say alike; anything else would be a guess."""
    said: dict[str, list[Any]] = {}
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            if field.get(keyword):
                said.setdefault(name, []).append(field[keyword])
    return {name: found[0] for name, found in said.items() if all(one == found[0] for one in found)}


def _is_free_text(field: Json) -> bool:
    kinds = [field, *field.get("anyOf", []), field.get("items", {})]
    return any(
        kind.get("type") == "string" and not {"format", "enum", "const"} & kind.keys() for kind in kinds
    )
