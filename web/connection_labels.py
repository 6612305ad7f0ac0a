"""Words for connections: how alike two descriptions are, by what, and what people decided."""

from web.i18n import N_

CONNECTION_LABELS = {
    "likeness_band": {
        "strong": N_("Very much alike"),
        "probable": N_("Much alike"),
        "possible": N_("Somewhat alike"),
    },
    "likeness_feature": {
        "expected": N_("Before comparing: two descriptions are seldom of one person"),
        "given_name": N_("Given name"),
        "surname": N_("Surname"),
        "name_order": N_("Given name and surname exchanged"),
        "date_of_birth": N_("Date of birth"),
        "phone": N_("Telephone number"),
        "email": N_("E-mail address"),
        "person_number": N_("BSN"),
        "document": N_("Travel document or V-number"),
        "account": N_("Bank account"),
        "licence_plate": N_("Licence plate"),
        "somebody_else": N_("A relative or namesake could have this in common too"),
    },
    "likeness_verdict": {
        "same": N_("The same"),
        "similar": N_("Similar"),
        "different": N_("Different"),
        "unknown": N_("Not known of both"),
    },
    "shared_basis": {
        "bsn": N_("BSN"),
        "v_number": N_("V-number"),
        "travel_document": N_("Travel document"),
        "phone": N_("Telephone number"),
        "email": N_("E-mail address"),
        "licence_plate": N_("Licence plate"),
        "iban": N_("Bank account"),
        "kvk": N_("KvK number"),
        "vestigingsnummer": N_("Branch number"),
        "rsin": N_("RSIN"),
        "btw": N_("VAT number"),
        "bag": N_("BAG id"),
        "company_name": N_("Name of the company"),
        "address": N_("Address"),
    },
    "connection_verdict": {
        "same": N_("Linked: one and the same"),
        "not_same": N_("Not the same"),
        "open": N_("Taken back: open again"),
    },
}
