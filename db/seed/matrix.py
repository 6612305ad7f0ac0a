"""The matrix of who may see what, as dated data: categories, suppliers and ceilings.

Source: WGS 2.22-2.23 and BGS 2.15 for the phases; WGS 2.19 for who supplies what; for part by step the default
policy of the region, which may only be narrowed. `docs/sharing-in-detail.md` prints it; a test holds the two together.
"""

from typing import Final
from uuid import NAMESPACE_URL, uuid5

# In force since 1 March 2025 (BGS 4.1).
VALID_FROM: Final = "2025-03-01"

# code, Dutch, English, WGS participant, article
ORGANISATION_KINDS: Final = [
    ("riec", "RIEC", "RIEC", False, "WGS 2.16"),
    ("police", "Politie", "Police", True, "WGS 2.19(1)(a)"),
    ("tax", "Belastingdienst", "Tax service", True, "WGS 2.19(1)(b)"),
    ("fiod", "FIOD", "Fiscal investigation service", True, "WGS 2.19(1)"),
    ("border_police", "Koninklijke Marechaussee", "Border police", True, "WGS 2.19(1)"),
    ("uwv", "UWV", "Employee insurance agency", True, "WGS 2.19(1)(e)"),
    ("immigration", "IND", "Immigration service", True, "WGS 2.19(1)"),
    ("prosecution", "Openbaar Ministerie", "Public prosecution service", True, "WGS 2.19(1)"),
    ("municipality", "Gemeente", "Municipality", True, "WGS 2.19(1)(h)-(i)"),
    ("province", "Provincie", "Province", True, "WGS 2.19(1)"),
    ("labour_inspectorate", "Nederlandse Arbeidsinspectie", "Labour inspectorate", True, "WGS 2.19(1)"),
    ("nvwa", "NVWA", "Food and product safety authority", True, "WGS 2.19(1)"),
    ("care", "Zorgcoördinatie", "Care coordination", False, ""),
    ("shelter", "Opvang", "Shelter", False, ""),
    ("health", "GGD", "Public health service", False, ""),
    ("housing", "Woningcorporatie", "Housing corporation", False, ""),
]

# code, Dutch, English, phase, outlives the seal, article
CATEGORIES: Final = [
    ("title", "Titel van de casus", "Title of the case", 0, True, "WGS 1.8(5)"),
    ("status", "Status", "Status", 0, True, ""),
    ("plan", "Plan op hoofdlijnen", "Outline of the plan", 0, True, "WGS 2.23(7)"),
    ("signal", "Signaal", "Signal", 0, False, "WGS 2.23(1)"),
    # As the address of a victim (domain.md 2.4): not for every partner that reads the signal.
    ("safe_contact", "Veilig contact", "Safe contact", 0, False, "BGS 2.15"),
    ("assessment", "Beoordeling van het signaal", "Assessment of the signal", 0, False, "BGS 2.16"),
    ("process", "Besluiten over het verloop", "Decisions on the process", 0, False, "WGS 2.23(5)"),
    ("request", "Informatieverzoek", "Request", 0, False, "WGS 1.5(1)"),
    ("answer", "Antwoord op verzoek", "Answer to a request", 0, False, "WGS 1.5(1)"),
    ("identification", "Identificerende gegevens", "Identification", 1, False, "BGS 2.15"),
    ("contact", "Contactgegevens", "Contact data", 1, False, "BGS 2.15"),
    ("residence", "Verblijfsrechtelijke positie", "Residence position", 1, False, "BGS 2.15"),
    ("housing", "Huisvesting", "Housing", 1, False, "BGS 2.15"),
    ("vehicle", "Voertuigen", "Vehicles", 1, False, "BGS 2.15"),
    ("financial", "Financiën, niet van de Belastingdienst", "Finance, not from the tax service", 1, False,
     "BGS 2.15"),
    ("property", "Vastgoed en kadaster", "Real estate", 1, False, "BGS 2.15"),
    ("company", "Bedrijfsgegevens", "Company data", 1, False, "BGS 2.15"),
    ("income", "Inkomen, niet van de Belastingdienst", "Income, not from the tax service", 1, False, "BGS 2.15"),
    ("relations", "Zakelijke relaties en directe kring", "Business relations and direct circle", 1, False,
     "BGS 2.15"),
    ("permits", "Vergunningen, subsidies en besluiten", "Permits, subsidies and decisions", 1, False,
     "BGS 2.15"),
    ("supervision", "Toezicht en handhaving", "Supervision and enforcement", 1, False, "BGS 2.15"),
    ("fiscal", "Fiscale gegevens", "Fiscal data", 2, False, "BGS 2.15"),
    ("police_8_13", "Politiegegevens (Wpg 8 en 13)", "Police data (Wpg 8 and 13)", 2, False, "Wpg 20(3)"),
    ("judicial", "Justitiële en strafvorderlijke gegevens", "Judicial data", 2, False, "WGS 1.5(2)"),
    ("behaviour", "Seksueel gedrag (alleen met strafrechtelijke gegevens)",
     "Sexual behaviour (only with criminal data)", 2, False, "WGS 2.21, BGS 2.15"),
    ("police_9_10", "Politiegegevens (Wpg 9 en 10)", "Police data (Wpg 9 and 10)", 3, False, "BGS 2.15"),
    ("opinion", "Advies van een partner", "Opinion", 0, False, "WGS 2.23(3)"),
    ("weighing", "Weging en kwalificatie", "Weighing", 0, False, "WGS 2.23(3)"),
    ("intervention", "Inhoud van een interventie", "Content of an intervention", 0, False, "WGS 2.23(7)"),
    ("evaluation", "Evaluatie", "Evaluation", 0, False, "WGS 1.7(5)"),
    ("meeting", "Casusoverleg: wanneer en waar", "Case meeting: when and where", 0, False, "WGS 2.18"),
    # Without a ceiling: only the RIEC, whose it is, knows of it.
    ("attendance", "Aanwezigheid bij een casusoverleg", "Attendance of a case meeting", 0, False, "WGS 2.23(5)"),
    ("disclosure", "Verstrekking", "Disclosure", 0, False, "WGS 1.7"),
]  # fmt: skip

PHASE_1: Final = [code for code, _, _, phase, _, _ in CATEGORIES if phase == 1]
PHASES_2_3: Final = [code for code, _, _, phase, _, _ in CATEGORIES if phase > 1]
PERSONAL: Final = [*PHASE_1, *PHASES_2_3]

# Who may contribute what (typical supplier, WGS 2.19 and BGS 2.15).
SUPPLIERS: Final = {
    "identification": "police tax fiod border_police uwv immigration prosecution municipality province"
    " labour_inspectorate nvwa riec",
    "contact": "police fiod border_police uwv immigration municipality labour_inspectorate nvwa riec",
    "residence": "immigration",
    "housing": "municipality labour_inspectorate police",
    "vehicle": "police border_police municipality labour_inspectorate",
    "financial": "municipality uwv fiod labour_inspectorate police",
    "property": "municipality province",
    "company": "municipality labour_inspectorate nvwa uwv fiod province riec",
    "income": "uwv municipality labour_inspectorate",
    "relations": "municipality labour_inspectorate nvwa fiod police riec",
    "permits": "municipality province uwv nvwa",
    "supervision": "municipality labour_inspectorate nvwa uwv province immigration border_police",
    "fiscal": "tax fiod",
    "police_8_13": "police border_police",
    "judicial": "prosecution",
    "behaviour": "police prosecution",
    "police_9_10": "police",
}

# (part, step) -> level -> categories. What is not here is not shared: default deny. What was done about a subject before
# weighs along when it is taken up once more (WGS 2.23(3)): so the outline of the plan shows in every step.
CEILINGS: Final[dict[tuple[str, str], dict[str, list[str]]]] = {
    # The reporter keeps its own signal (own) and is told what became of it; once it is in a case, the signal
    # follows the case, and the preparation team keeps its status only.
    **{("reporter", step): {"title": ["status"]}
       for step in ("detection", "dossier", "weighing", "assignment", "execution", "evaluation", "closed")},
    ("preparation", "detection"): {"content": ["signal", "assessment"], "title": ["status"]},
    ("preparation", "dossier"): {"content": ["signal", "assessment"], "title": ["status"]},
    **{("preparation", step): {"title": ["status"]}
       for step in ("weighing", "assignment", "execution", "evaluation", "closed")},
    ("riec", "detection"): {"content": ["signal", "safe_contact", "assessment"], "title": ["status"]},
    ("riec", "dossier"): {
        "content": ["signal", "safe_contact", "assessment", "process", "request", "answer", "opinion", "weighing", *PERSONAL],
        "title": ["title", "status", "plan"],
    },
    ("riec", "weighing"): {
        "content": ["signal", "assessment", "process", "request", "answer", "opinion", "weighing", *PERSONAL],
        "title": ["title", "status", "plan"],
    },
    ("riec", "assignment"): {
        "content": ["process", "identification", "weighing", "intervention"],
        "title": ["title", "status", "plan"],
    },
    ("riec", "execution"): {
        "content": ["process", "identification", "weighing", "intervention"],
        "title": ["title", "status", "plan"],
    },
    ("riec", "evaluation"): {
        "content": ["process", "identification", "weighing", "intervention", "evaluation"],
        "title": ["title", "status", "plan"],
    },
    ("riec", "closed"): {"title": ["title", "status", "plan"]},
    ("partner", "dossier"): {"content": ["process", *PHASE_1], "title": ["title", "status", "plan"],
                             "existence": PHASES_2_3},
    ("partner", "weighing"): {"content": ["process", "opinion", "weighing", *PERSONAL],
                              "title": ["title", "status", "plan"]},
    ("partner", "assignment"): {"content": ["process", "identification"], "title": ["title", "status", "plan"],
                                "existence": ["weighing"]},
    ("partner", "execution"): {"content": ["process", "identification"], "title": ["title", "status", "plan"],
                               "existence": ["weighing"]},
    ("partner", "evaluation"): {"content": ["process", "evaluation"], "title": ["title", "status", "plan"]},
    ("partner", "closed"): {"title": ["title", "status", "plan"]},
    ("municipality", "detection"): {"content": ["signal", "safe_contact"], "title": ["status"]},
    ("municipality", "dossier"): {"content": ["signal", "safe_contact", "process", *PHASE_1], "title": ["title", "status", "plan"],
                                  "existence": PHASES_2_3},
    ("municipality", "weighing"): {"content": ["process", "opinion", "weighing", *PERSONAL],
                                   "title": ["title", "status", "plan"]},
    ("municipality", "assignment"): {"content": ["process", "identification"],
                                     "title": ["title", "status", "plan"], "existence": ["weighing"]},
    ("municipality", "execution"): {"content": ["process", "identification"],
                                    "title": ["title", "status", "plan"], "existence": ["weighing"]},
    ("municipality", "evaluation"): {"content": ["process", "evaluation"],
                                     "title": ["title", "status", "plan"]},
    ("municipality", "closed"): {"title": ["title", "status", "plan"]},
    **{("asker", step): {"content": ["request", "answer"], "title": ["status"]}
       for step in ("dossier", "weighing")},
    **{("asked", step): {"content": ["request"], "title": ["status"]} for step in ("dossier", "weighing")},
    # That a question was answered stays visible to both; what was answered does not.
    **{(part, step): {"title": ["status"]}
       for part in ("asker", "asked") for step in ("assignment", "execution", "evaluation")},
    **{("assignee", step): {"content": ["intervention"], "title": ["status", "plan"]}
       for step in ("assignment", "execution", "evaluation")},
    # When and where; of the cases on the agenda each finds its own, through those cases.
    ("invited", "meeting"): {"title": ["meeting"]},
}  # fmt: skip

# A municipality's part concerns its own territory; every other part reaches wherever it takes part.
REACH: Final = {"municipality": "municipality"}

GROUNDS: Final = {"reporter": "WGS 2.23(1)", "assignee": "WGS 2.23(7)"}


# Whose word moves a scope: the part an organisation must have where it wrote the evidence.
ACT_PARTS: Final = {
    "assessment": ["riec"],
    "conclusion": ["riec", "municipality"],
    "weighing": ["riec"],
    "reply": ["assignee"],
    "report": ["assignee"],
    "reopening": ["riec"],
}


def literal(value: object) -> str:
    """A value as an SQL literal."""
    if value is None:
        return "null"
    if isinstance(value, bool | int):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"


def ceiling_rows() -> list[tuple[str, str, str, str, str, str]]:
    """Every ceiling as (part, step, category, level, reach, ground), sorted."""
    return sorted(
        (part, step, category, level, REACH.get(part, "all"), GROUNDS.get(part, "WGS 2.23(5)"))
        for (part, step), levels in CEILINGS.items()
        for level, categories in levels.items()
        for category in categories
    )


def _insert(table: str, columns: str, rows: list[tuple[object, ...]]) -> str:
    values = ",\n".join("(" + ", ".join(literal(value) for value in row) + ")" for row in rows)
    return f"insert into {table} ({columns}) values\n{values}"


def statements() -> list[str]:
    """The INSERT statements of the matrix, in order."""
    ceilings: list[tuple[object, ...]] = [
        (uuid5(NAMESPACE_URL, "/".join(("R", *row))), "R", *row, VALID_FROM) for row in ceiling_rows()
    ]
    return [
        _insert("organisation_kinds", "code, label_nl, label_en, wgs_participant, article",
                [*ORGANISATION_KINDS]),
        _insert("categories", "code, label_nl, label_en, phase, survives_seal, article", [*CATEGORIES]),
        _insert("suppliers", "category, organisation_kind",
                [(category, kind) for category, kinds in SUPPLIERS.items() for kind in kinds.split()]),
        _insert("ceilings", "id, compartment, part, step, category, level, reach, ground, valid_from", ceilings),
    ]  # fmt: skip


def transition_statement(transitions: dict[tuple[str, str], dict[str, str]]) -> str:
    """The INSERT statement for the process, from `domain.process.TRANSITIONS`."""
    rows: list[tuple[object, ...]] = [
        (kind, str(step), act, str(to), "{" + ",".join(ACT_PARTS[act.split(".")[0]]) + "}")
        for (kind, step), acts in transitions.items()
        for act, to in acts.items()
    ]
    return _insert("transitions", "kind, from_step, act, to_step, parts", rows)
