"""Words in a text that need care before it is saved."""

from api.problems.texts import Text

TEXTS = {
    "text-holds-special": Text(
        "Let op: dit gaat misschien over gezondheid, afkomst, geloof of geaardheid: {words}. Haal het weg, of bevestig"
        " bovenaan dat het blijft staan en waarom.",
        "Mind: this may be about health, ethnicity, religion or orientation: {words}. Take it out, or confirm at the"
        " top that it stays and why.",
    ),
    "text-holds-nationality": Text(
        "Let op: nationaliteit mag alleen om iemand te identificeren: {words}. Haal het weg, of bevestig bovenaan dat"
        " het blijft staan en waarom.",
        "Mind: nationality is only for identifying somebody: {words}. Take it out, or confirm at the top that it"
        " stays and why.",
    ),
    "text-holds-number": Text(
        "Let op: hier staat een nummer dat in een eigen veld hoort: {words}. Haal het weg, of bevestig bovenaan dat het"
        " blijft staan.",
        "Mind: this holds a number that belongs in a field of its own: {words}. Take it out, or confirm at the top"
        " that it stays.",
    ),
    "text-reason-missing": Text(
        "Zeg waarom deze woorden blijven staan.", "Say why these words stay.",
    ),
}  # fmt: skip
