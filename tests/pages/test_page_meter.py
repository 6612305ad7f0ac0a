"""What Lighthouse says of the three pages people have open all day; see docs/performance.md."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import FastAPI

from api.middleware import SESSION_COOKIE
from tests.browser.conftest import chromium
from tests.pages.sweep import served
from tests.pages.walk import Portal, Sight

METER: Final = Path(__file__).parents[2] / "node_modules" / "lighthouse" / "cli" / "index.js"
WHO: Final = "annelies.bakkum@alkmaar.example.org"
AT_LEAST: Final = 0.95
MOST_BYTES: Final = 150_000
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@pytest.fixture(scope="module")
def address(demo_app: FastAPI, port: int) -> Iterator[str]:
    with served(demo_app, port) as found:
        yield found


def _measured(url: str, token: str, folder: Path) -> dict[str, Any]:
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": f"{SESSION_COOKIE}={token}"}))
    report = folder / "report.json"
    command = [
        shutil.which("node") or "node", METER, url, "--quiet", "--output=json", f"--output-path={report}",
        "--only-categories=performance,accessibility,best-practices", "--preset=desktop",
        f"--extra-headers={headers}", f"--chrome-flags={FLAGS}",
    ]  # fmt: skip
    places = {"CHROME_PATH": chromium() or "", "PATH": "/usr/bin:/bin"}
    # On a busy machine the meter can lose its browser: that says nothing about the page, so it may try again.
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, env=places)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(report.read_text())
    return found


@pytest.mark.parametrize("route", ["/", "/cases", "/cases/{case_id}"])
def test_a_page_is_light_and_steady(
    portal: Portal, sights: list[Sight], address: str, tmp_path: Path, route: str
) -> None:
    page = max(
        (one for one in sights if one.route == route and one.who == WHO), key=lambda one: len(one.html)
    )

    report = _measured(address + page.address, portal.token(WHO), tmp_path)

    scores = {name: one["score"] for name, one in report["categories"].items()}
    audits = report["audits"]
    assert report["finalDisplayedUrl"] == address + page.address
    # Speed is measured by `make bench` and not here: a machine that runs tests has no time of its own.
    assert scores["accessibility"] >= AT_LEAST, _lost(report, "accessibility")
    assert scores["best-practices"] >= AT_LEAST, _lost(report, "best-practices")
    assert audits["cumulative-layout-shift"]["numericValue"] < 0.01
    assert audits["total-byte-weight"]["numericValue"] < MOST_BYTES, scores


def _lost(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost points."""
    named = [one["id"] for one in report["categories"][category]["auditRefs"] if one["weight"]]
    return [name for name in named if (report["audits"][name]["score"] or 0) < 1]
