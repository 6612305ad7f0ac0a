"""What a field means when its own schema does not say so: a name means the same wherever it stands.

First what another schema says of a field of that name (a view shows what a shape took in), then this list.
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
}

EXAMPLES: Final[dict[str, Any]] = {
    "owner": "Gemeente Vlaardingen",
    "manager": "Noor de Wit",
    "labelNl": "Arbeidsuitbuiting",
    "labelEn": "Labour exploitation",
    "identifierRaw": "06 12345678",
}


def fill_in(schemas: Json) -> None:
    """Give each field without a description, or a text without an example, what is known of its name."""
    descriptions, examples = _known(schemas)
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            if "description" not in field and name in descriptions:
                field["description"] = descriptions[name]
            if "examples" not in field and _is_text(field) and name in examples:
                field["examples"] = [examples[name]]


def _known(schemas: Json) -> tuple[dict[str, str], dict[str, Any]]:
    """Names that every schema which speaks of them describes alike; others would be a guess."""
    said: dict[str, set[str]] = {}
    shown: dict[str, Any] = {}
    for _, schema in sorted(schemas.items()):
        for name, field in schema.get("properties", {}).items():
            if "description" in field:
                said.setdefault(name, set()).add(field["description"])
            if field.get("examples"):
                shown.setdefault(name, field["examples"][0])
    alike = {name: texts.pop() for name, texts in said.items() if len(texts) == 1}
    return TERMS | alike, EXAMPLES | shown


def _is_text(field: Json) -> bool:
    kinds = [field, *field.get("anyOf", [])]
    return any(kind.get("type") == "string" and not {"format", "enum"} & kind.keys() for kind in kinds)
