"""What an owner does later with what it brought in."""

from tests.access_matrix.lines import V1, Row, plain

OWNERS = "permit_officer case_manager neighbour"
EVERYBODY = plain(forWhom="everybody")
REASON = plain(reason="incorrect")

OWNING_ROWS = [
    Row("GET", f"{V1}/subjects/{{subject_id}}/readers", "200", on="subject"),
    Row("POST", f"{V1}/contributions/{{contribution_id}}/audiences", f"201: {OWNERS} | 403", on="contribution",
        body=EVERYBODY),
    Row("POST", f"{V1}/contributions/{{contribution_id}}/audience-rehearsals", f"200: {OWNERS} | 403",
        on="contribution", body=EVERYBODY),
    Row("POST", f"{V1}/contributions/{{contribution_id}}/withdrawals", f"201: {OWNERS} | 403", on="contribution",
        body=REASON, moves=True),
    Row("GET", f"{V1}/opinions/{{opinion_id}}", "200", on="opinion"),
    Row("POST", f"{V1}/opinions/{{opinion_id}}/audiences", f"201: {OWNERS} | 403", on="opinion", body=EVERYBODY),
    Row("POST", f"{V1}/opinions/{{opinion_id}}/audience-rehearsals", f"200: {OWNERS} | 403", on="opinion",
        body=EVERYBODY),

    Row("GET", "/contributions/{contribution_id}", "303", on="contribution"),
    Row("GET", "/contributions/{contribution_id}/audience", f"200: {OWNERS} | 403", on="contribution"),
    # The first time it only says who gains and who loses sight.
    Row("POST", "/contributions/{contribution_id}/audience", f"200: {OWNERS} | 403", on="contribution", body=EVERYBODY),
    Row("GET", "/contributions/{contribution_id}/withdraw", f"200: {OWNERS} | 403", on="contribution"),
    Row("POST", "/contributions/{contribution_id}/withdraw", f"303: {OWNERS} | 403", on="contribution", body=REASON,
        moves=True),
    Row("GET", "/opinions/{opinion_id}/audience", f"200: {OWNERS} | 403", on="opinion"),
    Row("POST", "/opinions/{opinion_id}/audience", f"200: {OWNERS} | 403", on="opinion", body=EVERYBODY),
]  # fmt: skip
