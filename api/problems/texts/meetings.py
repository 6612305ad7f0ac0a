"""Case meetings: agenda, presence, decisions and actions."""

from api.problems.texts import Text

TEXTS = {
    "meeting-ends-first": Text(
        "Het overleg eindigt voordat het begint.", "The meeting ends before it begins."
    ),
    "date-passed": Text("Deze dag is voorbij.", "This day has passed."),
    "case-unknown": Text("Kies een casus uit de lijst.", "Choose a case from the list."),
    "case-closed-already": Text("Deze casus is gesloten.", "This case is closed."),
    "on-agenda-already": Text("Deze casus staat al op de agenda.", "This case is on the agenda already."),
    "person-not-expected": Text(
        "Deze persoon hoort bij geen organisatie die is uitgenodigd, of mag niet in casussen werken.",
        "This person belongs to no organisation that is invited, or may not work on cases.",
    ),
    "not-in-the-room": Text("Deze organisatie is niet in de zaal.", "This organisation is not in the room."),
    "dissent-wanted": Text(
        "Schrijf op waarom een partner tegen is.", "Write down why a partner is against.",
    ),
    "decided-elsewhere": Text(
        "Dit besluit neemt u op de eigen pagina van de casus of betrokkene. Ligt de casus hier op tafel, dan komt het"
        " vanzelf in het verslag.",
        "This decision is taken on the own page of the case or subject. With the case on the table here, it comes into"
        " the minutes by itself.",
    ),
    "person-of-another-organisation": Text(
        "Deze persoon werkt niet bij die organisatie.", "This person does not work at that organisation."
    ),
    "action-unknown": Text("Deze actie hoort niet bij deze casus.", "This action does not belong to this case."),
    "due-before-what-it-waits-for": Text(
        "Deze actie wacht op een andere die pas op {due} klaar hoeft te zijn.",
        "This action waits for another that is only due on {due}.",
    ),
    "meeting-not-there-yet": Text(
        "Dit kan nu niet", "This cannot be done now",
        "Het overleg is nog niet zo ver, of al verder. Bekijk het opnieuw.",
        "The meeting is not there yet, or has gone on. See it again.",
    ),
    "agenda-empty": Text(
        "De agenda is leeg", "The agenda is empty",
        "Zet eerst een casus op de agenda.", "Put a case on the agenda first.",
    ),
    "item-discussed": Text(
        "Deze casus is al besproken", "This case was discussed already",
        "Zet de casus op de agenda van een volgend overleg.", "Put the case on the agenda of a next meeting.",
    ),
    "item-not-waiting": Text(
        "Deze casus ligt al op tafel", "This case is on the table already",
        "Bekijk het overleg opnieuw.", "See the meeting again.",
    ),
    "item-not-open": Text(
        "Deze casus ligt niet op tafel", "This case is not on the table",
        "Leg de casus eerst op tafel.", "Put the case on the table first.",
    ),
    "nobody-to-leave": Text(
        "Iedereen in de zaal mag blijven", "Everybody in the room may stay",
        "Er is niemand die bij deze casus weg moet.", "Nobody has to leave for this case.",
    ),
    "outsiders-in-room": Text(
        "Er is iemand in de zaal die niet bij deze casus hoort",
        "Somebody is in the room who does not belong to this case",
        "Laat eerst op de gang wachten wie niet aan de casus deelneemt ({outsiders}). Uw tekst blijft staan.",
        "Let those who take no part in the case wait in the corridor first ({outsiders}). Your text stays.",
    ),
    "quorum-left": Text(
        "Er zijn te weinig partners in de zaal om te besluiten", "Too few partners are in the room to decide",
        "Te weinig partners van de casus zijn in de zaal: {present}, en nodig zijn er {needed}. Uw tekst blijft staan.",
        "Too few partners of the case are in the room: {present}, and {needed} are needed. Your text stays.",
    ),
    "action-of-another": Text(
        "Deze actie is van een andere organisatie", "This action is of another organisation",
        "Alleen wie de actie op zich nam, of het RIEC, meldt wat ervan kwam.",
        "Only who took it on, or the RIEC, tells what became of it.",
    ),
    "action-settled": Text(
        "Deze actie is al klaar", "This action was settled already",
        "Er is vastgelegd wat ervan kwam.", "What became of it was recorded.",
    ),
}  # fmt: skip
