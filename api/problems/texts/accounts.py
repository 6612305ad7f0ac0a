"""Signing in, passwords and second factors."""

from api.problems.texts import Text

TEXTS = {
    "credentials-wrong": Text(
        "Dit klopt niet", "This is not right",
        "E-mailadres of wachtwoord is niet goed. Wij zeggen niet welk van de twee.",
        "The e-mail address or the password is wrong. We do not say which of the two.",
    ),
    "client-wrong": Text(
        "Deze koppeling is onbekend", "This client is unknown",
        "De client id of het geheim is niet goed.", "The client id or the secret is not right.",
    ),
    "token-invalid": Text(
        "Het toegangsbewijs is niet geldig", "The access token is not valid",
        "Vraag een nieuw toegangsbewijs aan en probeer het opnieuw.", "Ask for a new access token and try again.",
    ),
    "already-signed-in": Text(
        "U bent al ingelogd", "You are signed in already",
        "De tweede factor is voor deze sessie al gegeven.", "The second factor was given for this session already.",
    ),
    "step-up-required": Text(
        "Bevestig eerst dat u het bent", "First confirm that it is you",
        "Geef uw tweede factor opnieuw; daarna kunt u dit wijzigen.",
        "Give your second factor again; then you can change this.",
    ),
    "administrator-exists": Text(
        "Er is al een functioneel beheerder", "There is a functional administrator already",
        "Laat die persoon u toevoegen.", "Let that person add you.",
    ),
    "actor-is-no-client": Text(
        "Dit is geen koppeling", "This is no client",
        "Alleen een koppeling krijgt een client id en een geheim.", "Only a client gets a client id and a secret.",
    ),
    "enrolment-code-wrong": Text(
        "Deze code is niet geldig, al gebruikt of verlopen.", "This code is not valid, was used before or has expired."
    ),
    "code-wrong": Text("Deze code klopt niet of is al gebruikt.", "This code is wrong or was used before."),
    "password-wrong": Text("Dit is niet uw huidige wachtwoord.", "This is not your present password."),
    "password-too-short": Text(
        "Kies een wachtwoord van ten minste {shortest} tekens.", "Choose a password of at least {shortest} characters."
    ),
    "password-too-long": Text(
        "Kies een wachtwoord van hooguit {longest} tekens.", "Choose a password of at most {longest} characters."
    ),
    "password-common": Text(
        "Dit wachtwoord gebruiken veel mensen. Kies een ander.", "Many people use this password. Choose another."
    ),
    "password-personal": Text(
        "Gebruik niet uw naam of e-mailadres als wachtwoord.", "Do not use your name or e-mail address as password."
    ),
    "password-guessable": Text(
        "Dit wachtwoord is te makkelijk te raden. Neem bijvoorbeeld vier losse woorden.",
        "This password is too easy to guess. Take four unrelated words, for example.",
    ),
    "passwords-differ": Text(
        "De twee wachtwoorden zijn niet gelijk.", "The two passwords are not the same."
    ),
    "secrecy-not-acknowledged": Text(
        "Zet een vinkje: u kunt pas verder als u dit heeft gelezen en bevestigd.",
        "Tick the box: you can go on once you have read and confirmed this.",
    ),
}  # fmt: skip
