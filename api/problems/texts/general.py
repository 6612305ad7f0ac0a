"""What any act can be refused with, and what the edge itself refuses."""

from api.problems.texts import Text

TEXTS = {
    "not-found": Text(
        "Niet gevonden",
        "Not found",
        "Dit bestaat niet, of niet voor u.",
        "This does not exist, or not for you.",
    ),
    "role-required": Text(
        "Dit hoort niet bij uw rol",
        "This is not part of your role",
        "Dit kan alleen iemand met een van deze rollen: {roles}.",
        "Only somebody with one of these roles can do this: {roles}.",
    ),
    "scope-required": Text(
        "Deze koppeling mag dit niet",
        "This client may not do this",
        "Het toegangsbewijs mist de bevoegdheid {scope}.",
        "The access token lacks the scope {scope}.",
    ),
    "not-allowed": Text(
        "Dit mag u niet",
        "You may not do this",
        "Uw account geeft hier geen recht op.",
        "Your account gives no right to this.",
    ),
    "wrong-step": Text(
        "Dit kan in deze stap niet",
        "This cannot be done in this step",
        "Nu in stap {step}; dit kan alleen in {allowed}.",
        "Now in step {step}; this can only be done in {allowed}.",
    ),
    "conflict": Text(
        "Dit kan nu niet",
        "This cannot be done now",
        "Iemand anders was u voor, of de stand van zaken laat dit niet toe. Bekijk hoe het nu is.",
        "Somebody else was first, or the present state does not admit this. See how it stands now.",
    ),
    "draft-too-large": Text(
        "Dit is te veel om als concept te bewaren",
        "This is too much to keep as a draft",
        "Een concept kan hooguit {most} tekens hebben. Verstuur wat klaar is, en de rest daarna.",
        "A draft can have at most {most} characters. Send what is ready, and the rest after that.",
    ),
    "signed-in-as-another": Text(
        "U bent intussen ingelogd als iemand anders",
        "You have meanwhile signed in as somebody else",
        "Dit formulier is van de persoon die hiervoor was ingelogd. Er is niets verstuurd.",
        "This form belongs to the person who was signed in before. Nothing was sent.",
    ),
    "already-exists": Text(
        "Dit bestaat al",
        "This exists already",
        "Er is al zo'n gegeven. Bekijk hoe het nu is en wijzig dat.",
        "There is one of these already. See how it stands now and change that.",
    ),
    "not-signed-in": Text(
        "Niet ingelogd",
        "Not signed in",
        "Log in of stuur een geldig toegangsbewijs mee.",
        "Sign in or send a valid access token.",
    ),
    "second-factor-required": Text(
        "Inloggen is nog niet klaar",
        "Signing in is not finished",
        "Geef eerst uw tweede factor en kies zo nodig een nieuw wachtwoord.",
        "Give your second factor first and choose a new password where asked.",
    ),
    "invalid": Text(
        "Er klopt iets niet in de invoer",
        "Something in the input is not right",
        "Aantal punten dat niet klopt: {count}. Bij elk staat om welk veld het gaat.",
        "Number of things that are not right: {count}. Each says which field it is about.",
    ),
    "unreadable": Text(
        "De invoer is niet te lezen",
        "The input cannot be read",
        "Stuur geldige tekst in UTF-8, zonder NUL-tekens, in de vorm die de documentatie noemt.",
        "Send valid text in UTF-8, without NUL characters, in the form the documentation names.",
    ),
    "bad-request": Text(
        "De vraag klopt niet",
        "The request is not right",
        "De server begrijpt deze vraag niet.",
        "The server does not understand this request.",
    ),
    "method-not-allowed": Text(
        "Dit kan hier niet",
        "This cannot be done here",
        "Op dit adres kan alleen: {allowed}.",
        "At this address one can only: {allowed}.",
    ),
    "too-large": Text(
        "Dit is te groot",
        "This is too large",
        "Er mag hooguit {limit} kB in één keer.",
        "At most {limit} kB may be sent at once.",
    ),
    "media-type": Text(
        "Deze vorm kan de server niet lezen",
        "The server cannot read this form",
        "Stuur de inhoud als application/json.",
        "Send the content as application/json.",
    ),
    "host-unknown": Text(
        "Dit adres is niet van deze website",
        "This address does not belong to this website",
        "Gebruik het adres dat u van uw beheerder kreeg. Beheert u Schakel: zie SCHAKEL_PUBLIC_URL.",
        "Use the address that your administrator gave you. Do you run Schakel: see SCHAKEL_PUBLIC_URL.",
    ),
    "cross-site": Text(
        "Dit kwam van een andere website",
        "This came from another website",
        "Voor uw veiligheid doet Schakel alleen wat u op een pagina van Schakel zelf vraagt.",
        "For your safety Schakel only does what you ask on a page of Schakel itself.",
    ),
    "cursor-unknown": Text(
        "Deze plaats in de lijst bestaat niet",
        "This place in the list does not exist",
        "Begin opnieuw zonder cursor.",
        "Start again without a cursor.",
    ),
    "idempotency-key-reused": Text(
        "Deze sleutel is al gebruikt voor iets anders",
        "This key was used for something else",
        "Bij dezelfde Idempotency-Key hoort dezelfde vraag. Maak voor een nieuwe vraag een nieuwe sleutel.",
        "The same Idempotency-Key goes with the same request. Make a new key for a new request.",
    ),
    "idempotency-key-busy": Text(
        "Deze vraag loopt al",
        "This request is being handled already",
        "Een eerdere vraag met dezelfde Idempotency-Key is nog bezig. Probeer het zo nog eens.",
        "An earlier request with the same Idempotency-Key is still busy. Try again in a moment.",
    ),
    "precondition-required": Text(
        "Zeg welke versie u wijzigt",
        "Say which version you change",
        "Stuur in If-Match de ETag mee die u bij het lezen kreeg.",
        "Send the ETag you got when reading in If-Match.",
    ),
    "precondition-failed": Text(
        "Dit is intussen gewijzigd",
        "This has been changed meanwhile",
        "Lees het opnieuw en wijzig dan de nieuwe versie.",
        "Read it again and then change the new version.",
    ),
    "too-many": Text(
        "Te vaak geprobeerd",
        "Tried too often",
        "Wacht {retry_after} seconden en probeer het dan opnieuw.",
        "Wait {retry_after} seconds and then try again.",
    ),
    "try-again": Text(
        "Even te druk",
        "Too busy for a moment",
        "Twee handelingen zaten elkaar in de weg. Er is niets veranderd. Probeer het zo nog eens.",
        "Two acts were in each other's way. Nothing was changed. Try again in a moment.",
    ),
    "unavailable": Text(
        "Schakel is even niet bereikbaar",
        "Schakel cannot be reached for a moment",
        "Wij werken eraan. Probeer het zo nog eens.",
        "We are working on it. Try again in a moment.",
    ),
    "unexpected": Text(
        "Er ging bij ons iets mis",
        "Something went wrong on our side",
        "Er is niets veranderd. Noem bij een melding het kenmerk van deze fout.",
        "Nothing was changed. Name the reference of this fault when you report it.",
    ),
}
