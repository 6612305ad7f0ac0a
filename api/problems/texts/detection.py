"""Detection: signals and their assessment."""

from api.problems.texts import Text

TEXTS = {
    "not-a-participant": Text(
        "Uw organisatie kan geen signaal indienen", "Your organisation cannot submit a signal",
        "Alleen een deelnemer onder WGS 2.19 dient een signaal in. Doe een melding bij een deelnemer.",
        "Only a participant under WGS 2.19 submits a signal. Send a notice to a participant.",
    ),
    "admission-ended": Text(
        "Uw toelating is afgelopen", "Your admission has ended",
        "U kunt pas weer een signaal indienen als uw screening en opleiding opnieuw zijn vastgelegd (WGS 1.8).",
        "You can submit a signal again once your screening and training are recorded anew (WGS 1.8).",
    ),
    "not-the-owner": Text(
        "Dit is van een andere organisatie", "This belongs to another organisation",
        "Alleen de organisatie die dit inbracht, kan het aanvullen of verbeteren.",
        "Only the organisation that brought this in can add to it or correct it.",
    ),
    "criterion-not-met": Text(
        "Zonder dit criterium kan het signaal niet worden opgepakt (BGS 2.16).",
        "Without this criterion the signal cannot be taken up (BGS 2.16).",
    ),
    "case-or-new-case": Text(
        "Kies een bestaande casus of een nieuwe, niet allebei.", "Choose an existing case or a new one, not both."
    ),
    "handed-to-missing": Text(
        "Zeg aan wie het signaal wordt overgedragen.", "Say to whom the signal is handed over."
    ),
    "only-with-hand-over": Text("Dit hoort alleen bij overdragen.", "This goes with handing over only."),
    "only-with-take-up": Text("Dit hoort alleen bij oppakken.", "This goes with taking up only."),
}  # fmt: skip
