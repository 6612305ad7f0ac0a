"""Disclosures: what leaves the case, and what still stands in the way."""

from api.problems.texts import Text

TEXTS = {
    "recipient-wanted": Text(
        "Kies een organisatie van de regio, of schrijf de naam van een ontvanger daarbuiten.",
        "Choose an organisation of the region, or write the name of a recipient outside it.",
    ),
    "recipient-twice": Text(
        "Kies een organisatie van de regio of schrijf een naam, niet allebei.",
        "Choose an organisation of the region or write a name, not both.",
    ),
    "recipient-on-case": Text(
        "Deze organisatie doet mee aan de casus en ziet wat zij mag zien.",
        "This organisation takes part in the case and sees what it may see.",
    ),
    "recipient-kind-wanted": Text(
        "Deze ontvanger is geen deelnemer van het RIEC. Kies of het een overheid of een private partij is.",
        "This recipient is no participant of the RIEC. Choose whether it is a public body or a private party.",
    ),
    "contribution-not-in-case": Text(
        "Deze bijdrage staat niet in deze casus.", "This contribution is not in this case."
    ),
    "contribution-not-open": Text(
        "Deze bijdrage is ingetrokken, of de eigenaar houdt haar bij genoemde personen.",
        "This contribution was withdrawn, or its owner keeps it among named persons.",
    ),
    "supplier-takes-no-part": Text(
        "{supplier} doet niet meer mee aan deze casus en kan er niet over worden gevraagd.",
        "{supplier} takes no part in this case any more and cannot be asked about it.",
    ),
    "lacking-ground": Text("De grondslag geldt vandaag niet.", "The legal ground does not hold today."),
    "lacking-compatible": Text(
        "Een overheid of deelnemer krijgt het voor een publieke taak, een private partij voor een gerechtvaardigd"
        " belang of een wettelijke plicht.",
        "A public body or participant gets it for a public task, a private party for a legitimate interest or a"
        " statutory duty.",
    ),
    "lacking-tax": Text(
        "Gegevens van de Belastingdienst gaan nooit naar een private partij voor een gerechtvaardigd belang.",
        "Data of the tax service never go to a private party for a legitimate interest.",
    ),
    "lacking-items": Text(
        "Een van de bijdragen is ingetrokken, gesloten of niet meer in zicht, of leveranciers houden alles achter. Stel de"
        " verstrekking opnieuw op.",
        "One of the contributions was withdrawn, closed or is out of sight, or suppliers keep everything back. Draft the"
        " disclosure anew.",
    ),
    "lacking-objections": Text(
        "Bezwaar of nog geen antwoord binnen de termijn: {lacking}.",
        "Objection, or no answer yet within the term: {lacking}.",
    ),
    "lacking-consents": Text(
        "Nog geen instemming van: {lacking}.", "No consent yet of: {lacking}.",
    ),
    "lacking-advice": Text(
        "Vul nummer en datum in van het advies van de rechtmatigheidsadviescommissie.",
        "Fill in number and date of the advice of the lawfulness advisory committee.",
    ),
    "disclosure-not-drafted": Text(
        "De leveranciers zijn al gevraagd", "The suppliers were asked already",
        "Bekijk de verstrekking opnieuw.", "See the disclosure again.",
    ),
    "nobody-to-ask": Text(
        "Er is niemand te vragen", "There is nobody to ask",
        "Alle bijdragen zijn van het RIEC zelf.", "All contributions are the RIEC's own.",
    ),
    "disclosure-settled": Text(
        "Deze verstrekking is al afgerond", "This disclosure is settled already",
        "Zij is verstrekt of vervallen, en verandert niet meer.", "It was released or dropped, and does not change.",
    ),
    "nothing-to-tell": Text(
        "Er is niets te melden", "There is nothing to tell",
        "Het origineel is niet veranderd, of de ontvanger weet het al.",
        "The original did not change, or the recipient knows already.",
    ),
    "answer-as-consent": Text(
        "Deze vraag gaat over een verstrekking", "This question is about a disclosure",
        "Zeg of u instemt of bezwaar hebt.", "Say whether you consent or object.",
    ),
    "not-a-consent": Text(
        "Deze vraag gaat niet over een verstrekking", "This question is not about a disclosure",
        "Geef een gewoon antwoord.", "Give an ordinary answer.",
    ),
    "consent-wanted": Text(
        "Voor deze gegevens is instemming nodig. Geen bezwaar is niet genoeg.",
        "These data need consent. No objection is not enough.",
    ),
    "objects-to-all": Text(
        "Wie bezwaar maakt, maakt dat tegen alles. Mogen sommige gegevens wel, kies dan een ander antwoord.",
        "Who objects, objects to everything. May some of the data go, then choose another answer.",
    ),
    "not-asked-about": Text(
        "Een van deze gegevens staat niet in de vraag. Kies opnieuw.",
        "One of these data is not in the question. Choose again.",
    ),
    "nothing-left": Text(
        "Zo blijft er niets over. Mag niets van u verder, maak dan bezwaar.",
        "This leaves nothing. May nothing of yours go on, then object.",
    ),
    "feedback-of-another": Text(
        "Over dit resultaat koppelt iemand anders terug", "Somebody else gives feedback on this result",
        "De ontvanger koppelt zelf terug. Van een ontvanger buiten de regio legt het RIEC vast wat het hoorde.",
        "The recipient gives feedback itself. Of a recipient outside the region the RIEC records what it was told.",
    ),
    "feedback-ended": Text(
        "Er wordt geen terugkoppeling meer gevraagd", "No more feedback is asked",
        "De terugkoppeling over dit resultaat is beëindigd.", "Feedback on this result was ended.",
    ),
    "why-nothing-followed": Text(
        "Zeg waarom er niets op volgde (WGS 1.7(4)).", "Say why nothing followed (WGS 1.7(4))."
    ),
    "something-followed": Text(
        "Er volgde iets op. Zet dit bij effect en nut, en laat dit veld leeg.",
        "Something followed. Write this at what it brought about, and leave this field empty.",
    ),
    "day-not-asked": Text(
        "Een dag hoort alleen bij een nieuwe terugkoppeling van een ontvanger buiten de regio. Laat dit veld leeg.",
        "A day is only for new feedback of a recipient outside the region. Leave this field empty.",
    ),
    "before-release": Text(
        "Dat is vóór de verstrekking. Die was op {on}.", "That is before the release, which was on {on}."
    ),
    "answer-not-current": Text(
        "Deze terugkoppeling is er niet, of is al verbeterd. Kies opnieuw.",
        "There is no such feedback, or it was corrected already. Choose again.",
    ),
}  # fmt: skip
