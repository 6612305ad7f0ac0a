"""Detection: signals and their assessment."""

from api.problems.texts import Text

TEXTS = {
    "not-a-participant": Text(
        "Uw organisatie kan geen signaal indienen", "Your organisation cannot submit a signal",
        "Alleen een deelnemer onder WGS 2.19 dient een signaal in. Doe een melding bij een deelnemer.",
        "Only a participant under WGS 2.19 submits a signal. Send a concern to a participant.",
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
    "a-participant": Text(
        "Uw organisatie meldt zelf een signaal", "Your organisation reports a signal itself",
        "Een melding is voor organisaties die geen deelnemer zijn onder WGS 2.19. Meld een signaal.",
        "A concern is for organisations that are no participant under WGS 2.19. Report a signal.",
    ),
    "recipient-no-participant": Text(
        "Kies een deelnemer uit de lijst.", "Choose a participant from the list."
    ),
    "concern-of-another": Text(
        "Hierover besluit de ontvanger", "The recipient decides on this",
        "U ziet hier wat ermee gebeurt.", "You see here what becomes of it.",
    ),
    "concern-decided": Text(
        "Over deze melding is al besloten", "This concern was decided on already",
        "Of de inhoud is al vernietigd, omdat de termijn voorbij is.",
        "Or its content was destroyed already, since the term is over.",
    ),
    "call-first": Text(
        "Bel eerst 112. Niemand leest dit dag en nacht. Bevestig daarna dat u heeft gebeld.",
        "Call 112 first. Nobody reads this day and night. Then confirm that you called.",
    ),
    "called-without-danger": Text(
        "Dit hoort alleen bij gevaar. Kies 'gevaar', of haal het vinkje weg.",
        "This goes with danger only. Choose danger, or clear the tick.",
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
    "only-with-approach": Text("Dit hoort alleen bij een aanpak.", "This goes with an approach only."),
    "source-not-brought-in": Text(
        "Dit signaal moet eerst worden ingebracht", "This signal has to be brought in first",
        "De bron is beschermd. Schrijf eerst op wat partners mogen lezen; beoordeel daarna dat.",
        "The source is protected. First write what partners may read; then assess that.",
    ),
    "source-not-protected": Text(
        "De bron van dit signaal is niet beschermd", "The source of this signal is not protected",
    ),
    "unmasking-waits": Text(
        "Er wacht al een verzoek", "A request is waiting already",
        "Over een verzoek om deze bron te zien is nog niet besloten.",
        "A request to see this source has not been decided on yet.",
    ),
    "unmasking-decided": Text(
        "Hierover is al besloten", "This was decided already",
    ),
    "a-second-person": Text(
        "Een ander besluit hierover", "Another person decides this",
        "Wie vraagt om een bron te zien, besluit er niet zelf over.",
        "Who asks to see a source does not decide it.",
    ),
}  # fmt: skip
