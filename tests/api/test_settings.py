"""Settings: every one is written down for whoever runs Schakel, and what is missing is said in words."""

from pathlib import Path

import pytest

from api.settings import SettingMissing, Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_stands_in_the_operations_guide() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in Settings.model_fields if f"`SCHAKEL_{name.upper()}`" not in guide] == []


def test_without_a_database_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCHAKEL_DATABASE_URL", raising=False)
    with pytest.raises(SettingMissing, match="SCHAKEL_DATABASE_URL"):
        Settings(data_dir=tmp_path).server_url()


def test_each_role_connects_as_itself_to_the_server_that_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "SCHAKEL_DATABASE_URL", "postgresql://root:secret@db.region.example:5433/?sslmode=verify-full"
    )
    (tmp_path / "roles.json").write_text('{"schakel_app": "one", "schakel_login": "two"}')

    urls = Settings(data_dir=tmp_path).role_urls()

    assert {name: (url.username, url.password) for name, url in urls.items()} == {
        "app": ("schakel_app", "one"),
        "login": ("schakel_login", "two"),
    }
    assert urls["app"].database == "schakel"
    assert urls["app"].host == "db.region.example"
    assert urls["app"].query == {"sslmode": "verify-full"}


def test_a_secret_address_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHAKEL_DATABASE_URL", "postgresql://root:secret@db/")
    assert "secret" not in repr(Settings())
