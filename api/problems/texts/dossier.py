"""Dossier building: contributions, requests and answers."""

from api.problems.texts import Text

TEXTS = {
    "category-not-supplied": Text(
        "Uw organisatie levert deze gegevens niet aan: {category}.",
        "Your organisation does not supply these data: {category}.",
    ),
    "phase-not-open": Text(
        "Deze gegevens mogen er nog niet in: daarvoor moet eerst fase {phase} open.",
        "These data may not be in the case yet: phase {phase} has to be opened first.",
    ),
    "request-of-another": Text(
        "Dit verzoek hoort bij iets anders.", "This request belongs to something else."
    ),
    "asked-takes-no-part": Text(
        "Deze organisatie neemt niet deel aan de casus.", "This organisation takes no part in the case."
    ),
    "round-too-large": Text(
        "Dit zijn te veel vragen in één keer: hoogstens {most}. Kies minder partners of minder betrokkenen.",
        "These are too many questions at once: {most} at most. Choose fewer partners or fewer subjects.",
    ),
    "relation-with-itself": Text(
        "Kies twee verschillende betrokkenen.", "Choose two different subjects."
    ),
    "not-the-asker": Text(
        "Deze vraag is van een andere organisatie", "This question is another organisation's",
        "Alleen wie de vraag stelde, herinnert eraan.", "Only who asked the question reminds of it.",
    ),
    "reminded-already": Text(
        "U heeft al herinnerd", "You reminded already",
        "U kunt één keer per werkdag herinneren. Vanaf {on} kan het weer.",
        "You can remind once each working day. From {on} you can again.",
    ),
    "nobody-to-remind": Text(
        "Er is niemand om te herinneren", "There is nobody to remind",
        "Iedereen heeft geantwoord of is al herinnerd. Eén keer per werkdag is genoeg.",
        "Everybody answered, or was reminded already. Once each working day is enough.",
    ),
    "not-the-asked": Text(
        "Dit verzoek is aan een andere organisatie", "This request is to another organisation",
        "Alleen de organisatie die gevraagd is, antwoordt.", "Only the organisation that was asked answers.",
    ),
    "already-answered": Text(
        "Dit verzoek is al beantwoord", "This request was answered already",
        "Er is een antwoord vastgelegd. Bekijk het verzoek opnieuw.", "An answer was recorded. See the request again.",
    ),
}  # fmt: skip
