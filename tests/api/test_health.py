"""What anybody may ask without being anybody."""

from datetime import UTC, datetime, timedelta

from starlette.testclient import TestClient

from api.main import create_app
from api.settings import Settings
from db.session import Database


def test_security_txt_names_a_contact_and_expires_within_a_year(database: Database) -> None:
    app = create_app(Settings(security_contact="mailto:veilig@example.org"), database)
    lines = TestClient(app, base_url="https://testserver").get("/.well-known/security.txt").text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:veilig@example.org"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)
    assert fields["Preferred-Languages"] == "nl, en"


def test_the_policy_that_security_txt_names_is_a_page(database: Database) -> None:
    client = TestClient(create_app(Settings(), database), base_url="https://testserver")
    lines = client.get("/.well-known/security.txt").text.splitlines()
    policy = next(line.removeprefix("Policy: ") for line in lines if line.startswith("Policy: "))
    assert policy.startswith(Settings().public_url)
    assert client.get(policy.removeprefix(Settings().public_url)).status_code == 200
