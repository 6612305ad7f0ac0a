"""What is there for everybody, and signing in."""

from tests.access_matrix.lines import Row, plain

TECHNICAL_ROWS = [
    Row("POST", "/oauth/token", "400", public=True),
    Row("GET", "/.well-known/jwks.json", "200", public=True),
    Row("GET", "/.well-known/security.txt", "200", public=True),
    Row("GET", "/.well-known/oauth-authorization-server", "200", public=True),
    Row("GET", "/healthz", "200", public=True),
    Row("GET", "/readyz", "200", public=True),
    Row("GET", "/problems/{code}", "200", on="=not-found", public=True),
    Row("GET", "/static", "404", public=True),
    Row("POST", "/language", "303", public=True, body=plain(to="nl")),
]

# Signing in, and one's own account: nothing here is about anybody else.
ACCOUNT_ROWS = [
    Row("GET", "/login", "200: anonymous bare_machine machine | 303", public=True),
    # Tries are counted for each address, and all personas come from one.
    Row("POST", "/login", "401/429", public=True),
    Row("POST", "/login/demo", "404", public=True, body=plain(email="chair@example.org")),
    Row("GET", "/login/second-factor", "303", public=True),
    # These people have a session and no password, so there is no second factor to give, take or replace.
    Row("POST", "/login/second-factor", "409"),
    Row("GET", "/login/enrol", "303", public=True),
    Row("POST", "/login/enrol", "303", public=True),
    Row("GET", "/enrolment", "200", public=True),
    Row("POST", "/enrolment", "400", public=True),
    Row("GET", "/login/step-up", "200"),
    Row("POST", "/login/step-up", "303", public=True),
    Row("GET", "/account", "200"),
    Row("GET", "/account/password", "200"),
    Row("POST", "/account/password", "400"),
    Row("POST", "/account/sessions/{session_id}/end", "404", on="session"),
    Row("POST", "/account/sessions/end", "303"),
    Row("POST", "/account/recovery-codes", "200"),
    Row("POST", "/account/second-factor", "303"),
    # Last, since afterwards one is nobody.
    Row("POST", "/sign-out", "303", public=True),
]
