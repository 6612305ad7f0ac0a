"""The access matrix: for every method and path of the running app, what each persona gets.

One row per route, and a line says it all: `"201: chair deputy | 403"` reads as 201 for these two and 403 for
everybody else who can see the object. Who cannot see it gets 404, the same 404 as for what never was; that needs
no saying, and `tests/api/test_access_matrix.py` holds every route to it. Without an object the line is about
everybody who is signed in. Nobody signed in: 401 from the API, the login page from a page. A program without the
scope: 403 from the API, whatever it asks for, and the login page from a page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from domain.calendar import today
from tests.world import ZUIDSTAD, a_signal, a_weighing, take_up

# Persona -> what it stands for. Those of the RIEC are colleagues of the cast, kept out of the case of Westdorp.
SEEING = {
    "deputy_preparer": "RIEC, preparation",
    "deputy_analyst": "RIEC, analyst",
    "deputy_chair": "RIEC, chair",
    "detective": "police: reporter, handler, mandate holder",
    "prosecutor": "prosecution: handler, mandate holder",
    "permit_officer": "municipality: reporter, handler",
    "case_manager": "municipality: case manager, handler, mandate holder",
    "inspector": "labour inspectorate: reporter, handler, mandate holder",
    "tax_officer": "tax service: reporter, handler, mandate holder",
    "machine": "labour inspectorate, a program with every scope",
}
NEIGHBOUR = "neighbour"
BLIND = {
    "care_coordinator": "care: handler, but no participant under WGS 2.19",
    "privacy_officer": "municipality, privacy officer",
    "dpo": "RIEC, coordinating data protection officer",
    "auditor": "RIEC, auditor",
    "administrator": "RIEC, functional administrator",
    "expired": "labour inspectorate: reporter, handler, mandate holder, whose admission has ended",
    "newcomer": "municipality, no staff role yet",
}
BARE = "bare_machine"
SIGNED_IN = (*SEEING, NEIGHBOUR, *BLIND)

RIEC = "deputy_preparer deputy_analyst deputy_chair"
MANAGERS = "case_manager neighbour"
# Hold a mandate, but not that of a municipality: for them the act does not exist.
ELSEWHERE = "detective prosecutor inspector tax_officer machine"

# Kind of object -> which of SEEING see it; the neighbour sees the one of Westdorp.
SIGHT = {
    "signal": f"{RIEC} detective prosecutor permit_officer case_manager inspector machine",
    "request": f"{RIEC} permit_officer case_manager inspector machine",
}


class Place(Protocol):
    """Where an act takes place: Zuidstad, or Westdorp for the neighbour."""

    municipality_code: str
    organisation: UUID
    manager: UUID
    asked: UUID
    asked_kind: str
    riec: UUID


@dataclass(frozen=True)
class Row:
    """One method on one path."""

    method: str
    path: str
    gives: str
    on: str | None = None
    """The kind of object whose id is in the path."""
    body: Callable[[Place], dict[str, Any]] | None = None
    moves: bool = False
    """After a success the object is somewhere else, and the next one needs another."""
    public: bool = False
    """The line is also about who is not signed in."""
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def expected(self, who: str) -> str:
        """What this persona gets: a status, or one of several."""
        for part in self.gives.split("|"):
            status, _, names = part.strip().partition(":")
            if not names.strip() or who in names.split():
                return status
        raise AssertionError(f"{self.method} {self.path}: nothing about {who}")


def _plain(**fields: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda _: fields


def _days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def _json(shape: Any) -> dict[str, Any]:
    return dict(shape.model_dump(mode="json", by_alias=True, exclude_none=True))


def _signal(place: Place) -> dict[str, Any]:
    return _json(a_signal(municipality_code=place.municipality_code, observations=[], mentions=[]))


def _back(_: Place) -> dict[str, Any]:
    return _json(take_up(outcome="send_back", new_case=None))


def _weighing(_: Place) -> dict[str, Any]:
    return _json(a_weighing())


def _question(place: Place) -> dict[str, Any]:
    return {"askedId": str(place.riec), "question": "Is er meer?", "dueOn": _days(9), "ground": "WGS-1.5-1"}


def _proposal(place: Place) -> dict[str, Any]:
    return {
        "kind": place.asked_kind, "partnerId": str(place.asked), "instruction": "Graag.", "dueOn": _days(60),
    }  # fmt: skip


def _participant(place: Place) -> dict[str, Any]:
    return {"organisationId": str(place.organisation), "reason": "Nodig.", "part": "municipality"}


def _manager(place: Place) -> dict[str, Any]:
    return {"managerId": str(place.manager)}


CONTRIBUTION = _plain(category="identification", text="Zoals bekend.", source="BRP", attested=True)
CORRECTION = _plain(text="Toch anders.", source="BRP")
OPINION = _plain(advice="approach", text="Doen.")
REPLY = _plain(outcome="accepted", capacityHours=8, priority="low")
EVALUATION = _plain(goal="reached", worked="Samen.")
CLOSURE = _plain(reason="goal_reached", text="Klaar.")
SUBJECT = _plain(kind="organisation", role="unknown", name="Magazijn")
CASE = _plain(
    title="Kade",
    purpose="Nagaan.",
    organisedCrimeLink="Bemiddelaar.",
    municipalityCode=ZUIDSTAD,
    necessity="Ja.",
)

REPORTERS = "detective prosecutor permit_officer case_manager neighbour inspector tax_officer machine"
HANDLERS = REPORTERS
ASKED = "inspector machine neighbour"

V1 = "/api/v1"
API_ROWS = [
    Row("POST", f"{V1}/signals", f"201: {REPORTERS} | 404: expired | 403", body=_signal),
    Row("GET", f"{V1}/signals", "200"),
    Row("GET", f"{V1}/signals/{{signal_id}}", "200", on="signal"),
    Row("POST", f"{V1}/signals/{{signal_id}}/additions", "201: inspector machine neighbour | 403", on="signal",
        body=_plain(text="Ook op zondag.")),
    Row("POST", f"{V1}/signals/{{signal_id}}/assessments", "201: deputy_preparer | 403", on="signal", body=_back),

    Row("POST", f"{V1}/cases", "201: deputy_preparer deputy_chair | 403", body=CASE),
    Row("GET", f"{V1}/cases", "200"),
    Row("GET", f"{V1}/cases/{{case_id}}", "200", on="case"),
    Row("GET", f"{V1}/cases/{{case_id}}/events", "200", on="case"),
    Row("POST", f"{V1}/cases/{{case_id}}/subjects", f"201: {RIEC} {MANAGERS} | 403", on="case", body=SUBJECT),
    Row("POST", f"{V1}/cases/{{case_id}}/phases", "201: deputy_preparer deputy_chair | 403", on="young case",
        body=_plain(phase=2, necessity="De geldstroom."), moves=True),
    Row("POST", f"{V1}/cases/{{case_id}}/participations", "201: deputy_preparer deputy_chair | 403", on="case",
        body=_participant),
    Row("POST", f"{V1}/cases/{{case_id}}/case-managers", f"201: {MANAGERS} | 404: {ELSEWHERE} | 403", on="case",
        body=_manager),
    Row("GET", f"{V1}/subjects/{{subject_id}}", "200", on="subject"),

    Row("POST", f"{V1}/subjects/{{subject_id}}/contributions",
        f"201: deputy_preparer deputy_analyst {HANDLERS} | 403", on="subject", body=CONTRIBUTION),
    Row("GET", f"{V1}/subjects/{{subject_id}}/contributions", "200", on="subject"),
    Row("GET", f"{V1}/contributions/{{contribution_id}}", "200", on="contribution"),
    Row("PUT", f"{V1}/contributions/{{contribution_id}}", "200: permit_officer case_manager neighbour | 403",
        on="contribution", body=CORRECTION, headers={"if-match": "*"}),
    Row("POST", f"{V1}/cases/{{case_id}}/requests", f"201: {RIEC} {MANAGERS} | 403", on="case", body=_question),
    Row("GET", f"{V1}/requests", "200"),
    Row("GET", f"{V1}/requests/{{request_id}}", "200", on="request"),
    Row("POST", f"{V1}/requests/{{request_id}}/answers", f"201: {ASKED} | 403", on="request",
        body=_plain(outcome="nothing_known"), moves=True),
    Row("POST", f"{V1}/subjects/{{subject_id}}/conclusions", f"201: {RIEC} {MANAGERS} | 403", on="subject",
        body=_plain(reasons="Klaar."), moves=True),

    Row("GET", f"{V1}/subjects/{{subject_id}}/weighings", "200", on="subject"),
    Row("POST", f"{V1}/subjects/{{subject_id}}/opinions", f"201: deputy_analyst {HANDLERS} | 403",
        on="subject in weighing", body=OPINION),
    Row("POST", f"{V1}/subjects/{{subject_id}}/weighings", "201: deputy_chair | 403", on="subject in weighing",
        body=_weighing, moves=True),

    Row("POST", f"{V1}/subjects/{{subject_id}}/interventions", "201: deputy_chair | 403",
        on="subject in assignment", body=_proposal),
    Row("GET", f"{V1}/subjects/{{subject_id}}/interventions", "200", on="subject"),
    Row("GET", f"{V1}/interventions", "200"),
    Row("GET", f"{V1}/interventions/{{intervention_id}}", "200", on="intervention"),
    Row("POST", f"{V1}/interventions/{{intervention_id}}/replies", f"201: {ASKED} | 403", on="intervention",
        body=REPLY, moves=True),
    Row("POST", f"{V1}/interventions/{{intervention_id}}/reports", f"201: {ASKED} | 403",
        on="running intervention", body=_plain(text="Loopt.")),
    Row("POST", f"{V1}/interventions/{{intervention_id}}/completions", f"201: {ASKED} | 403",
        on="running intervention", body=_plain(result="reached", text="Gedaan."), moves=True),

    Row("POST", f"{V1}/cases/{{case_id}}/evaluations", "201: deputy_chair | 403", on="case to close",
        body=EVALUATION),
    Row("GET", f"{V1}/cases/{{case_id}}/evaluations", "200", on="case"),
    Row("POST", f"{V1}/cases/{{case_id}}/closures", "201: deputy_chair | 403", on="case to close", body=CLOSURE,
        moves=True),

    Row("POST", f"{V1}/searches", "200", body=_plain(query="bakkerij", purpose="Toets")),
    Row("GET", f"{V1}/sharing-matrix", "200"),
    Row("GET", f"{V1}/organisations", "200"),
    Row("GET", f"{V1}/colleagues", "200"),
    Row("GET", f"{V1}/code-lists/{{name}}", "200", on="=forms"),
    Row("GET", f"{V1}/openapi.json", "200", public=True),
]  # fmt: skip

TECHNICAL_ROWS = [
    Row("POST", "/oauth/token", "400", public=True),
    Row("GET", "/.well-known/jwks.json", "200", public=True),
    Row("GET", "/.well-known/security.txt", "200", public=True),
    Row("GET", "/.well-known/oauth-authorization-server", "200", public=True),
    Row("GET", "/healthz", "200", public=True),
    Row("GET", "/readyz", "200", public=True),
    Row("GET", "/problems/{code}", "200", on="=not-found", public=True),
    Row("GET", "/static", "404", public=True),
    Row("POST", "/language", "303", public=True, body=_plain(to="nl")),
]

# Signing in, and one's own account: nothing here is about anybody else.
ACCOUNT_ROWS = [
    Row("GET", "/login", "200: anonymous bare_machine machine | 303", public=True),
    # Tries are counted for each address, and all personas come from one.
    Row("POST", "/login", "401/429", public=True),
    Row("POST", "/login/demo", "404", public=True, body=_plain(email="chair@example.org")),
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

_SOME_ID = "=019a0000-0000-7000-8000-000000000000"

# On a page a program is nobody: the machine gets the login page.
PAGE_ROWS = [
    Row("GET", "/", "200"),
    Row("GET", "/search", "200"),
    Row("POST", "/search", "200", body=_plain(query="bakkerij", purpose="Toets")),
    Row("GET", "/sharing", "200"),

    Row("GET", "/signals", "200"),
    Row("GET", "/signals/new", f"200: {REPORTERS} expired | 403"),
    Row("POST", "/signals/new", f"303: {REPORTERS} | 404: expired | 403", body=_signal),
    Row("GET", "/signals/{signal_id}", "200", on="signal"),
    Row("GET", "/signals/{signal_id}/receipt", "200: inspector neighbour | 303", on="signal"),
    Row("GET", "/signals/{signal_id}/additions", "200: inspector neighbour | 303", on="signal"),
    Row("POST", "/signals/{signal_id}/additions", "303: inspector neighbour | 403", on="signal", body=_plain(text="Ook.")),
    Row("GET", "/signals/{signal_id}/assess", "200: deputy_preparer | 303", on="signal"),
    Row("POST", "/signals/{signal_id}/assess", "303: deputy_preparer | 403", on="signal", body=_back),

    Row("GET", "/cases", "200"),
    Row("GET", "/cases/{case_id}", "200", on="case"),
    Row("GET", "/cases/{case_id}/subjects/new", f"200: {RIEC} {MANAGERS} | 303", on="case"),
    Row("POST", "/cases/{case_id}/subjects/new", f"303: {RIEC} {MANAGERS} | 403", on="case", body=SUBJECT),
    Row("GET", "/cases/{case_id}/participants/new", "200: deputy_preparer deputy_chair | 303", on="case"),
    Row("POST", "/cases/{case_id}/participants/new", "303: deputy_preparer deputy_chair | 403", on="case",
        body=_participant),
    Row("GET", "/cases/{case_id}/phases/new", "200: deputy_preparer deputy_chair | 303", on="young case"),
    Row("POST", "/cases/{case_id}/phases/new", "303: deputy_preparer deputy_chair | 403", on="young case",
        body=_plain(phase=2, necessity="De geldstroom."), moves=True),
    Row("GET", "/cases/{case_id}/manager", f"200: {MANAGERS} | 303", on="case"),
    Row("POST", "/cases/{case_id}/manager", f"303: {MANAGERS} | 404: {ELSEWHERE} | 403", on="case", body=_manager),

    Row("GET", "/subjects/{subject_id}", "200", on="subject"),
    Row("GET", "/subjects/{subject_id}/contributions/new",
        f"200: deputy_preparer deputy_analyst {HANDLERS} | 409", on="subject"),
    Row("POST", "/subjects/{subject_id}/contributions/new",
        f"303: deputy_preparer deputy_analyst {HANDLERS} | 403", on="subject", body=CONTRIBUTION),
    Row("GET", "/contributions/{contribution_id}/edit", "200: permit_officer case_manager neighbour | 403",
        on="contribution"),
    # Without the version that the form carries: somebody else may have changed it meanwhile.
    Row("POST", "/contributions/{contribution_id}/edit", "409: permit_officer case_manager neighbour | 403",
        on="contribution", body=CORRECTION),
    Row("GET", "/cases/{case_id}/requests/new", f"200: {RIEC} {MANAGERS} | 409", on="case"),
    Row("POST", "/cases/{case_id}/requests/new", f"303: {RIEC} {MANAGERS} | 403", on="case", body=_question),
    Row("GET", "/requests", "200"),
    Row("GET", "/requests/{request_id}", "200", on="request"),
    Row("GET", "/requests/{request_id}/answers", "303", on=_SOME_ID, public=True),
    Row("POST", "/requests/{request_id}/answers", f"303: {ASKED} | 403", on="request",
        body=_plain(outcome="nothing_known"), moves=True),
    Row("GET", "/subjects/{subject_id}/conclude", f"200: {RIEC} {MANAGERS} | 409", on="subject"),
    Row("POST", "/subjects/{subject_id}/conclude", f"303: {RIEC} {MANAGERS} | 403", on="subject",
        body=_plain(reasons="Klaar."), moves=True),

    Row("GET", "/subjects/{subject_id}/opinions/new", f"200: deputy_analyst {HANDLERS} | 409",
        on="subject in weighing"),
    Row("POST", "/subjects/{subject_id}/opinions/new", f"303: deputy_analyst {HANDLERS} | 403",
        on="subject in weighing", body=OPINION),
    Row("GET", "/subjects/{subject_id}/weigh", "200: deputy_chair | 409", on="subject in weighing"),
    Row("POST", "/subjects/{subject_id}/weigh", "303: deputy_chair | 403", on="subject in weighing",
        body=_weighing, moves=True),

    Row("GET", "/subjects/{subject_id}/interventions/new", "200: deputy_chair | 409", on="subject in assignment"),
    Row("POST", "/subjects/{subject_id}/interventions/new", "303: deputy_chair | 403",
        on="subject in assignment", body=_proposal),
    Row("GET", "/interventions", "200"),
    Row("GET", "/interventions/{intervention_id}", "200", on="intervention"),
    Row("GET", "/interventions/{intervention_id}/replies", "303", on=_SOME_ID, public=True),
    Row("GET", "/interventions/{intervention_id}/reports", "303", on=_SOME_ID, public=True),
    Row("GET", "/interventions/{intervention_id}/completions", "303", on=_SOME_ID, public=True),
    Row("POST", "/interventions/{intervention_id}/replies", f"303: {ASKED} | 403", on="intervention", body=REPLY,
        moves=True),
    Row("POST", "/interventions/{intervention_id}/reports", f"303: {ASKED} | 403", on="running intervention",
        body=_plain(progress="Loopt.")),
    Row("POST", "/interventions/{intervention_id}/completions", f"303: {ASKED} | 403",
        on="running intervention", body=_plain(result="reached", text="Gedaan."), moves=True),

    Row("GET", "/cases/{case_id}/evaluation", "200", on="case"),
    Row("GET", "/cases/{case_id}/evaluations", "303", on=_SOME_ID, public=True),
    Row("GET", "/cases/{case_id}/closures", "303", on=_SOME_ID, public=True),
    Row("POST", "/cases/{case_id}/evaluations", "303: deputy_chair | 403", on="case to close",
        body=lambda place: {**EVALUATION(place), "about": "case"}),
    Row("POST", "/cases/{case_id}/closures", "303: deputy_chair | 403", on="case to close", body=CLOSURE,
        moves=True),
]  # fmt: skip

ROWS = [*API_ROWS, *TECHNICAL_ROWS, *ACCOUNT_ROWS, *PAGE_ROWS]
