"""Administration: organisations, people, roles, admissions, clients and code lists."""

from api.problems.texts import Text

TEXTS = {
    "administrator-of-riec": Text(
        "Dit doet de functioneel beheerder van het RIEC", "The functional administrator of the RIEC does this",
        "Vraag het aan het RIEC. Een beheerder van een andere organisatie kan dit niet.",
        "Ask the RIEC. An administrator of another organisation cannot do this.",
    ),
    "organisation-is-own": Text(
        "Dit is uw eigen organisatie", "This is your own organisation",
        "Als u die uitschakelt, kan niemand haar weer inschakelen.",
        "If you deactivate it, nobody can activate it again.",
    ),
    "inactive-already": Text(
        "Dit is al uitgeschakeld", "This is inactive already",
        "Schakel eerst weer in; daarna kan dit.", "Activate it again first; then this can be done.",
    ),
    "active-already": Text("Dit is al ingeschakeld", "This is active already"),
    "not-oneself": Text(
        "Dit kan niet bij uzelf", "You cannot do this to yourself",
        "Vraag het aan een andere beheerder, of aan wie in uw organisatie mag beslissen.",
        "Ask another administrator, or whoever decides in your organisation.",
    ),
    "actor-is-no-person": Text(
        "Dit is een koppeling en geen medewerker", "This is a client and not a person",
        "Een koppeling krijgt een geheim, geen uitnodiging.", "A client gets a secret, not an invitation.",
    ),
    "client-without-secret": Text(
        "Deze koppeling heeft geen geheim", "This client has no secret",
        "Er valt niets in te trekken.", "There is nothing to revoke.",
    ),
    "round-is-open": Text(
        "Er loopt al een ronde", "There is a round already",
        "Wacht tot die is afgesloten en begin dan een nieuwe.", "Wait until it is closed and then start a new one.",
    ),
    "decided-already": Text(
        "Hier is al over besloten", "This was decided already",
        "Iemand anders was u voor, of de ronde is voorbij.", "Somebody else was first, or the round is over.",
    ),
    "name-taken": Text(
        "Er is al een organisatie met deze naam.", "There is an organisation with this name already."
    ),
    "municipality-missing": Text(
        "Kies om welke gemeente het gaat.", "Choose which municipality it is."
    ),
    "email-missing": Text(
        "Vul een e-mailadres in. Daarmee logt iemand in.", "Fill in an e-mail address. One signs in with it."
    ),
    "email-taken": Text(
        "Iemand anders heeft dit e-mailadres al.", "Somebody else has this e-mail address already."
    ),
    "role-held": Text(
        "Deze rol is er in die periode al.", "This role is held in that period already."
    ),
    "role-of-riec": Text(
        "Alleen iemand van het RIEC kan functioneel beheerder zijn.",
        "Only somebody of the RIEC can be functional administrator.",
    ),
    "training-missing": Text(
        "Zonder opleiding kan niemand worden toegelaten (BGS 1.17). Vul in wanneer die is gevolgd.",
        "Without training nobody can be admitted (BGS 1.17). Fill in when it was followed.",
    ),
    "training-to-come": Text(
        "De opleiding moet al gevolgd zijn (BGS 1.17).", "The training must have been followed already (BGS 1.17)."
    ),
    "screening-to-come": Text(
        "De screening moet al gedaan zijn (BGS 1.11).", "The screening must have been done already (BGS 1.11)."
    ),
    "date-in-the-past": Text("Kies vandaag of een latere dag.", "Choose today or a later day."),
    "ends-before-it-begins": Text(
        "Het einde moet na het begin liggen.", "The end must come after the beginning."
    ),
    "scopes-missing": Text("Kies minstens één bevoegdheid.", "Choose at least one scope."),
    "code-in-use": Text(
        "Deze code is dan nog geldig. Beëindig die eerst.", "This code is still valid then. End it first."
    ),
    "code-not-open": Text(
        "Deze code staat niet in de lijst, of heeft al een einde.", "This code is not in the list, or has an end already."
    ),
    "field-of-another-list": Text("Dit veld hoort niet bij deze lijst.", "This field is not of this list."),
    "deputy-not-possible": Text(
        "Kies een collega die voor hetzelfde is toegelaten als u.",
        "Choose a colleague who is admitted to the same as you.",
    ),
    "deputy-already": Text(
        "In die periode heeft u al een vervanger.", "You have a deputy in that period already."
    ),
    "secrecy-statement": Text(
        "Bevestig eerst dat u geheimhoudt wat u leest", "First confirm that you keep secret what you read",
        "Log in op de website van Schakel en bevestig daar de verklaring.",
        "Sign in on the website of Schakel and confirm the statement there.",
    ),
    "secrecy-statement-changed": Text(
        "De verklaring is intussen gewijzigd. Lees haar opnieuw.",
        "The statement was changed meanwhile. Read it again.",
    ),
}  # fmt: skip
