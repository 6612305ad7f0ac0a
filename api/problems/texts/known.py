"""Known or not known: who may ask, by what, and how often."""

from api.problems.texts import Text

TEXTS = {
    "nothing-to-ask-by": Text(
        "Hier valt niet naar te vragen.", "There is nothing to ask by here.",
        "Nodig is een BSN, KvK-nummer, BAG-nummer, telefoonnummer, kenteken of rekeningnummer, of van een persoon de hele"
        " naam met de hele geboortedatum.",
        "It takes a BSN, KvK number, BAG id, phone number, licence plate or bank account, or of a person the whole name"
        " and the whole date of birth.",
    ),
    "only-reported": Text(
        "Wie alleen het signaal meldde, kan dit niet vragen", "Who only reported the signal cannot ask this",
        "Het voorbereidingsteam vraagt na of iemand bekend is.",
        "The preparation team asks whether somebody is known.",
    ),
    "not-the-riec": Text(
        "Alleen het RIEC beantwoordt dit", "Only the RIEC answers this",
        "Het voorbereidingsteam van het RIEC beantwoordt deze vragen met de hand.",
        "The preparation team of the RIEC answers these questions by hand.",
    ),
    "too-many-questions": Text(
        "Te veel vragen op één dag", "Too many questions in one day",
        "Er is een grens aan wat één persoon en één organisatie in een dag mogen vragen. Probeer het later opnieuw.",
        "There is a limit to what one person and one organisation may ask in a day. Try again later.",
    ),
}  # fmt: skip
