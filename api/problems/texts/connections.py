"""Connections: deciding whether two are the same, and whether connections across cases are on."""

from api.problems.texts import Text

TEXTS = {
    "connection-unknown": Text(
        "Dit bestaat niet of u ziet het niet.", "This does not exist, or you do not see it.",
        "Kies iets wat u zelf kunt openen.", "Choose something that you can open yourself.",
    ),
    "connection-with-itself": Text(
        "Dit is dezelfde vermelding of betrokkene.", "This is the very same mention or subject.",
        "Kies een andere.", "Choose another one.",
    ),
    "connection-of-two-kinds": Text(
        "Dit is iets van een andere soort.", "This is something of another kind.",
        "Een persoon en een telefoonnummer kunnen niet dezelfde zijn. Wat zij delen, ziet u op de pagina met verbanden.",
        "A person and a telephone number cannot be the same. What they share is on the page with connections.",
    ),
    "connection-decided": Text(
        "Dit is al zo vastgelegd", "This was decided already",
        "Kijk in de geschiedenis wie dat deed en waarom.", "See in the history who did that, and why.",
    ),
    "connection-overtaken": Text(
        "Hierover is later nog iets vastgelegd", "Something was decided about this later",
        "Alleen het laatste besluit kan worden teruggenomen.", "Only the last decision can be taken back.",
    ),
    "connections-off": Text(
        "Verbanden over casussen heen staan uit", "Connections across cases are off",
        "Daarvoor is een advies nodig van de rechtmatigheidsadviescommissie en een gegevensbeschermingseffectbeoordeling. De"
        " functioneel beheerder van het RIEC legt ze vast.",
        "They need an advice of the lawfulness advisory commission and a data protection impact assessment. The functional"
        " administrator of the RIEC notes them.",
    ),
    "connections-on": Text(
        "Verbanden over casussen heen staan al aan", "Connections across cases are on already",
        "Beëindig eerst de grondslag die nu geldt.", "End the ground that holds now first.",
    ),
}  # fmt: skip
