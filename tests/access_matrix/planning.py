"""The plan of a case and the capacity of partners: the chair says what comes first, who carries out says when."""

from tests.access_matrix.lines import ASKED, SOME_ID, V1, Row, in_days, plain

PLANNED = plain(startsOn=in_days(3), endsOn=in_days(4))
WAITS = plain(notBefore=in_days(9))
CAPACITY = plain(startsOn=in_days(40), period="quarter", unit="hours", amount=120)

# Whoever says yes for an organisation says what it can do; no case is opened by that.
KEEPERS = "detective prosecutor case_manager neighbour inspector tax_officer machine expired"

PLANNING_ROWS = [
    Row("GET", f"{V1}/cases/{{case_id}}/plan", "200", on="case"),
    Row("POST", f"{V1}/interventions/{{intervention_id}}/schedules", f"201: {ASKED} | 403",
        on="running intervention", body=PLANNED),
    Row("POST", f"{V1}/interventions/{{intervention_id}}/dependencies", "201: deputy_chair | 403",
        on="intervention", body=WAITS),
    Row("POST", f"{V1}/dependencies/{{dependency_id}}/liftings", "201: deputy_chair | 403", on="dependency",
        moves=True),
    Row("GET", f"{V1}/capacities", "200"),
    Row("POST", f"{V1}/capacities", f"201: {KEEPERS} | 403", body=CAPACITY),

    Row("GET", "/interventions/{intervention_id}/schedules", "303", on=SOME_ID, public=True),
    Row("GET", "/interventions/{intervention_id}/dependencies", "303", on=SOME_ID, public=True),
    Row("POST", "/interventions/{intervention_id}/schedules", f"303: {ASKED} | 403", on="running intervention",
        body=PLANNED),
    Row("POST", "/interventions/{intervention_id}/dependencies", "303: deputy_chair | 403", on="intervention",
        body=WAITS),
    Row("POST", "/dependencies/{dependency_id}/liftings", "303: deputy_chair | 403", on="dependency", moves=True),
    Row("GET", "/capacity", "200"),
    Row("POST", "/capacity", f"303: {KEEPERS} | 403", body=CAPACITY),
]  # fmt: skip
