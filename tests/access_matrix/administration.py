"""Administration: the functional administrator of the RIEC keeps it, and nobody else; deputies are everybody's own."""

from tests.access_matrix.lines import SOME_ID, V1, Row, in_days, plain

ADMIN = "administrator"
ONLY = f"404: {ADMIN} | 403"
"""About something that never was: the administrator is told so, everybody else that it is not for them."""
MANDATED = "detective prosecutor case_manager inspector tax_officer machine expired neighbour"

API = [
    Row("GET", f"{V1}/administration", f"200: {ADMIN} | 403"),
    Row("GET", f"{V1}/administration/organisations", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/organisations", f"400: {ADMIN} | 403", body=plain(name="Proef", shortName="P", kind="x")),
    Row("GET", f"{V1}/organisations/{{organisation_id}}", ONLY, on=SOME_ID),
    Row("PUT", f"{V1}/organisations/{{organisation_id}}", ONLY, on=SOME_ID, headers={"if-match": "*"},
        body=plain(name="Proef", shortName="P")),
    Row("POST", f"{V1}/organisations/{{organisation_id}}/deactivations", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/organisations/{{organisation_id}}/reactivations", ONLY, on=SOME_ID),

    Row("GET", f"{V1}/people", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/people", f"404: {ADMIN} | 403",
        body=plain(name="Proef", email="proef@example.org", organisationId=SOME_ID[1:])),
    Row("GET", f"{V1}/people/{{person_id}}", ONLY, on=SOME_ID),
    Row("PUT", f"{V1}/people/{{person_id}}", ONLY, on=SOME_ID, headers={"if-match": "*"},
        body=plain(name="Proef", email="proef@example.org")),
    Row("POST", f"{V1}/people/{{person_id}}/roles", ONLY, on=SOME_ID, body=plain(role="handler")),
    Row("POST", f"{V1}/people/{{person_id}}/role-endings", ONLY, on=SOME_ID, body=plain(role="handler")),
    Row("POST", f"{V1}/people/{{person_id}}/admissions", ONLY, on=SOME_ID,
        body=plain(compartment="R", screeningKind="VOG", screenedOn="2026-01-01", trainedOn="2026-01-01",
                   validUntil=in_days(99))),
    Row("GET", f"{V1}/admissions", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/admissions/{{admission_id}}/endings", ONLY, on=SOME_ID, body=plain()),
    Row("POST", f"{V1}/people/{{person_id}}/deactivations", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/people/{{person_id}}/reactivations", ONLY, on=SOME_ID),
    Row("GET", f"{V1}/people/{{person_id}}/account", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/people/{{person_id}}/session-endings", ONLY, on=SOME_ID, body=plain()),
    Row("POST", f"{V1}/people/{{person_id}}/second-factor-resets", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/people/{{person_id}}/password-demands", ONLY, on=SOME_ID),
    Row("GET", f"{V1}/invitations", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/people/{{person_id}}/invitations", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/people/{{person_id}}/invitation-withdrawals", ONLY, on=SOME_ID),

    Row("GET", f"{V1}/api-clients", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/api-clients", f"404: {ADMIN} | 403", body=plain(name="Proef", organisationId=SOME_ID[1:])),
    Row("GET", f"{V1}/api-clients/{{client_id}}", ONLY, on=SOME_ID),
    Row("POST", f"{V1}/api-clients/{{client_id}}/secrets", ONLY, on=SOME_ID, body=plain(scopes=["signals:read"])),
    Row("POST", f"{V1}/api-clients/{{client_id}}/revocations", ONLY, on=SOME_ID),
    Row("GET", f"{V1}/signing-keys", f"200: {ADMIN} | 403"),
    Row("POST", f"{V1}/signing-keys", f"201: {ADMIN} | 403"),

    Row("GET", f"{V1}/recertifications", f"200: {ADMIN} {MANDATED} | 403"),
    Row("POST", f"{V1}/recertifications", f"400: {ADMIN} | 403", body=plain(dueOn="2026-01-01")),
    Row("GET", f"{V1}/recertifications/{{round_id}}", f"404: {ADMIN} {MANDATED} | 403", on=SOME_ID),
    Row("POST", f"{V1}/recertifications/{{round_id}}/confirmations", f"404: {ADMIN} {MANDATED} | 403", on=SOME_ID,
        body=plain(personId=SOME_ID[1:], outcome="confirmed")),

    Row("GET", f"{V1}/deputies", "200"),
    Row("POST", f"{V1}/deputies", "400",
        body=plain(deputyId=SOME_ID[1:], validFrom=in_days(1), validUntil=in_days(9))),
    Row("POST", f"{V1}/deputies/{{deputy_id}}/endings", "404", on=SOME_ID),

    Row("GET", f"{V1}/code-lists", "200"),
    Row("POST", f"{V1}/code-lists/{{name}}/entries", f"400: {ADMIN} | 403", on="=forms",
        body=plain(code="XX", validFrom="2020-01-01")),
    Row("POST", f"{V1}/code-lists/{{name}}/endings", f"400: {ADMIN} | 403", on="=forms", body=plain(code="XX")),
]  # fmt: skip

AT = "/administration"
PAGES = [
    Row("GET", AT, f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/admissions", f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/invitations", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/invitations/{{person_id}}/withdrawal", ONLY, on=SOME_ID),

    Row("GET", f"{AT}/organisations", f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/organisations/new", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/organisations/new", f"400: {ADMIN} | 403", body=plain(name="Proef", shortName="P", kind="x")),
    Row("GET", f"{AT}/organisations/{{organisation_id}}", ONLY, on=SOME_ID),
    Row("GET", f"{AT}/organisations/{{organisation_id}}/edit", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/organisations/{{organisation_id}}/edit", ONLY, on=SOME_ID,
        body=plain(name="Proef", shortName="P")),
    Row("POST", f"{AT}/organisations/{{organisation_id}}/deactivation", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/organisations/{{organisation_id}}/reactivation", ONLY, on=SOME_ID),

    Row("GET", f"{AT}/people", f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/people/new", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/people/new", f"404: {ADMIN} | 403",
        body=plain(name="Proef", email="proef@example.org", organisationId=SOME_ID[1:])),
    Row("GET", f"{AT}/people/{{person_id}}", ONLY, on=SOME_ID),
    Row("GET", f"{AT}/people/{{person_id}}/edit", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/people/{{person_id}}/edit", ONLY, on=SOME_ID,
        body=plain(name="Proef", email="proef@example.org")),
    Row("GET", f"{AT}/people/{{person_id}}/roles/new", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/people/{{person_id}}/roles/new", ONLY, on=SOME_ID, body=plain(role="handler")),
    Row("GET", f"{AT}/people/{{person_id}}/admissions/new", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/people/{{person_id}}/admissions/new", ONLY, on=SOME_ID,
        body=plain(compartment="R", screeningKind="VOG", screenedOn="2026-01-01", trainedOn="2026-01-01",
                   validUntil=in_days(99))),
    Row("POST", f"{AT}/people/{{person_id}}/invitation", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/people/{{person_id}}/{{deed}}", ONLY, on=SOME_ID),

    Row("GET", f"{AT}/clients", f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/clients/new", f"200: {ADMIN} | 403"),
    Row("POST", f"{AT}/clients/new", f"404: {ADMIN} | 403", body=plain(name="Proef", organisationId=SOME_ID[1:])),
    Row("POST", f"{AT}/clients/keys", f"303: {ADMIN} | 403"),
    Row("GET", f"{AT}/clients/{{client_id}}", ONLY, on=SOME_ID),
    Row("POST", f"{AT}/clients/{{client_id}}/secret", ONLY, on=SOME_ID, body=plain(scopes="signals:read")),
    Row("POST", f"{AT}/clients/{{client_id}}/revocation", ONLY, on=SOME_ID),

    Row("GET", f"{AT}/code-lists", f"200: {ADMIN} | 403"),
    Row("GET", f"{AT}/code-lists/{{name}}", f"200: {ADMIN} | 403", on="=forms"),
    Row("GET", f"{AT}/code-lists/{{name}}/new", f"200: {ADMIN} | 403", on="=forms"),
    Row("POST", f"{AT}/code-lists/{{name}}/new", f"400: {ADMIN} | 403", on="=forms",
        body=plain(code="XX", validFrom="2020-01-01")),
    Row("POST", f"{AT}/code-lists/{{name}}/endings", f"400: {ADMIN} | 403", on="=forms", body=plain(code="XX")),

    Row("GET", f"{AT}/recertifications", f"200: {ADMIN} {MANDATED} | 403"),
    Row("POST", f"{AT}/recertifications", f"400: {ADMIN} | 403", body=plain(dueOn="2026-01-01")),
    Row("GET", f"{AT}/recertifications/{{round_id}}", f"404: {ADMIN} {MANDATED} | 403", on=SOME_ID),
    Row("POST", f"{AT}/recertifications/{{round_id}}", f"404: {ADMIN} {MANDATED} | 403", on=SOME_ID,
        body=plain(personId=SOME_ID[1:], outcome="confirmed")),

    Row("GET", "/account/deputy", "200"),
    Row("POST", "/account/deputy", "400", body=plain(deputyId=SOME_ID[1:], validFrom=in_days(1), validUntil=in_days(9))),
    Row("POST", "/account/deputy/{deputy_id}/end", "404", on=SOME_ID),

    Row("GET", "/login/secrecy", "303", public=True),
    Row("POST", "/login/secrecy", "400"),
]  # fmt: skip

ADMINISTRATION_ROWS = [*API, *PAGES]
