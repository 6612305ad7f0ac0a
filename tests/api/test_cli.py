"""What stands in somebody's way at the command line is told in a sentence that says what it is."""

from pathlib import Path

import pytest

from api import cli
from web import vendor


def told(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr("sys.argv", ["schakel", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return str(ended.value.code)


def test_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    export = tmp_path / "log.jsonl"
    assert told(monkeypatch, "verify-log", str(export)) == f"\n{export}: No such file or directory"


def test_an_installation_without_front_end_assets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "roles.json").write_text("{}")
    monkeypatch.setenv("SCHAKEL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SCHAKEL_DATABASE_URL", "postgresql://127.0.0.1:1/")
    monkeypatch.setattr(vendor, "TARGET", tmp_path / "vendor")
    assert "npm ci" in told(monkeypatch, "serve")
