"""What signing in can be refused with, and what can be wrong with a password or a code."""

from api.problems.texts import Text

TEXTS = {
    "credentials-wrong": Text(
        "Het e-mailadres of het wachtwoord klopt niet.",
        "The e-mail address or the password is not right.",
    ),
    "client-wrong": Text(
        "Deze koppeling is niet bekend",
        "This client is not known",
        "De client-id of het geheim klopt niet, of de koppeling is verlopen.",
        "The client id or the secret is not right, or the client has expired.",
    ),
    "token-invalid": Text(
        "Ongeldig toegangsbewijs",
        "Invalid access token",
        "Vraag een nieuw toegangsbewijs aan bij /oauth/token.",
        "Ask for a new access token at /oauth/token.",
    ),
    "already-signed-in": Text("U bent al ingelogd", "You are signed in already"),
    "step-up-required": Text(
        "Bevestig eerst dat u het bent",
        "Confirm first that it is you",
        "Geef uw tweede factor opnieuw; daarna kunt u dit tien minuten lang doen.",
        "Give your second factor again; after that you can do this for ten minutes.",
    ),
    "administrator-exists": Text(
        "Er is al een functioneel beheerder",
        "There is a functional administrator already",
        "Vraag die persoon om een account.",
        "Ask that person for an account.",
    ),
    "actor-is-no-client": Text(
        "Dit is geen koppeling",
        "This is not a machine",
        "Alleen een koppeling krijgt een geheim.",
        "Only a machine gets a secret.",
    ),
    "code-wrong": Text(
        "Deze code klopt niet of is al gebruikt. Wacht op de volgende code, of gebruik een herstelcode.",
        "This code is not right or was used already. Wait for the next one, or use a recovery code.",
    ),
    "enrolment-code-wrong": Text(
        "Deze code klopt niet, is al gebruikt of is verlopen. Vraag uw functioneel beheerder om een nieuwe.",
        "This code is not right, was used already or has expired. Ask your functional administrator for a new one.",
    ),
    "secrecy-not-acknowledged": Text(
        "Vink aan dat u de geheimhouding kent.", "Tick the box to say that you know the duty of secrecy."
    ),
    "passwords-differ": Text("De twee wachtwoorden zijn niet gelijk.", "The two passwords are not the same."),
    "password-wrong": Text("Dit is niet uw huidige wachtwoord.", "This is not your present password."),
    "password-too-short": Text(
        "Gebruik ten minste {shortest} tekens.", "Use at least {shortest} characters."
    ),
    "password-too-long": Text("Gebruik hooguit {longest} tekens.", "Use at most {longest} characters."),
    "password-common": Text(
        "Dit wachtwoord staat op de lijst van meestgebruikte wachtwoorden. Kies een ander.",
        "This password is on the list of most used passwords. Choose another one.",
    ),
    "password-personal": Text(
        "Dit wachtwoord bestaat vooral uit uw eigen naam of e-mailadres. Kies een ander.",
        "This password is mostly your own name or e-mail address. Choose another one.",
    ),
    "password-guessable": Text(
        "Dit wachtwoord is te raden. Kies bijvoorbeeld vier woorden die niets met elkaar te maken hebben.",
        "This password can be guessed. Choose, for instance, four words that have nothing to do with each other.",
    ),
}
