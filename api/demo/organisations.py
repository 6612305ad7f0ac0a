"""The organisations of police unit Noord-Holland: its 32 municipalities, from the code list, and their partners.

Government bodies bear their real names, since their tasks follow from the law. Care, shelter and housing are
made up, and take no part in the RIEC (WGS 2.19): nothing reaches them, and they tell a participant what they saw.
"""

from typing import Final
from uuid import UUID

from sqlmodel import Session

from domain import administration, catalogue
from domain.actor import Actor
from domain.calendar import today

RIEC: Final = "riec"
RIEC_NAME: Final = "RIEC Noord-Holland"

DISTRICTS: Final = ("kennemerland", "zaanstreek-waterland", "noord-holland-noord")

# key: name, short name, kind
PARTNERS: Final[dict[str, tuple[str, str, str]]] = {
    "politie": ("Politie, eenheid Noord-Holland", "Politie", "police"),
    "om": ("Openbaar Ministerie, parket Noord-Holland", "OM", "prosecution"),
    "nla": ("Nederlandse Arbeidsinspectie", "NLA", "labour_inspectorate"),
    "belastingdienst": ("Belastingdienst", "Belastingdienst", "tax"),
    "douane": ("Douane", "Douane", "tax"),
    "fiod": ("FIOD", "FIOD", "fiod"),
    "kmar": ("Koninklijke Marechaussee", "KMar", "border_police"),
    "ind": ("Immigratie- en Naturalisatiedienst", "IND", "immigration"),
    "uwv": ("UWV", "UWV", "uwv"),
    "nvwa": ("Nederlandse Voedsel- en Warenautoriteit", "NVWA", "nvwa"),
    "provincie": ("Provincie Noord-Holland", "Provincie", "province"),
    "zorgcoordinatie": ("Zorgcoördinatie De Vuurtoren", "De Vuurtoren", "care"),
    "uitweg": ("Uitstapprogramma Zijspoor", "Zijspoor", "care"),
    "rechtshulp": ("Rechtshulp Werkbank", "Werkbank", "care"),
    "jeugdhulp": ("Jeugdhulp Waterlinie", "Waterlinie", "care"),
    "opvang-noord": ("Opvanghuis De Windwijzer", "De Windwijzer", "shelter"),
    "opvang-zuid": ("Opvanghuis Het Duinhek", "Het Duinhek", "shelter"),
    "opvang-jong": ("Jongerenopvang De Steiger", "De Steiger", "shelter"),
    "ggd-kennemerland": ("GGD Kennemerland", "GGD Kennemerland", "health"),
    "ggd-zaanstreek": ("GGD Zaanstreek-Waterland", "GGD Zaanstreek", "health"),
    "ggd-noord": ("GGD Hollands Noorden", "GGD Noord", "health"),
    "wonen-noord": ("Woningcorporatie Polderdak", "Polderdak", "housing"),
    "wonen-zaan": ("Woningcorporatie Zaanse Nok", "Zaanse Nok", "housing"),
    "wonen-zuid": ("Woningcorporatie Duinkring", "Duinkring", "housing"),
}  # fmt: skip

# The core partners of the preparation team, which take part in every new signal.
PREPARATION: Final = ("politie", "om")


def found(session: Session, actor: Actor) -> dict[str, UUID]:
    """Add every organisation but the RIEC itself, which the first administrator brought; by key."""
    made = {
        key: administration.add_organisation(
            session, actor,
            administration.AddOrganisation(
                name=name, short_name=short, kind=kind, preparation=key in PREPARATION,
                contact=f"Contactpunt mensenhandel, mensenhandel@{key}.example.org",
            ),
        )
        for key, (name, short, kind) in PARTNERS.items()
    }  # fmt: skip
    for one in municipalities(session):
        made[key_of(one.name)] = administration.add_organisation(
            session, actor,
            administration.AddOrganisation(
                name=f"Gemeente {one.name}", short_name=one.name, kind="municipality",
                municipality_code=one.code, district=one.district,
                contact=f"Aandachtsfunctionaris mensenhandel, mensenhandel@{key_of(one.name)}.example.org",
            ),
        )  # fmt: skip
    return made


def municipalities(session: Session) -> list[catalogue.MunicipalityView]:
    """The municipalities of the police unit as they are today."""
    return [one for one in catalogue.municipalities(session, today()) if one.district in DISTRICTS]


def key_of(name: str) -> str:
    """How the stories call a municipality: `Bergen (NH.)` is `bergen`."""
    return name.split(" (")[0].lower().replace(" ", "-")
