"""What the documentation points at is there: files, headings, pictures, pages of the application."""

import re
from urllib.parse import urlsplit

import pytest

from api.main import create_app, routes
from api.settings import Settings
from db.session import Database
from tests.browser.pictures import PICTURES
from tests.docs.markdown import ROOT, File, files
from web.docs import GUIDES

FILES = list(files())
EACH = pytest.mark.parametrize("file", FILES, ids=str)
PICTURE_FOLDER = ROOT / "docs" / "pictures"
LARGEST, MOST_BYTES = 150_000, 3_000_000


def _is_outside(link: str) -> bool:
    return bool(urlsplit(link).scheme)


@EACH
def test_every_link_leads_to_a_file_and_a_heading(file: File) -> None:
    broken = []
    for link in file.links():
        if _is_outside(link) or link.startswith("/"):
            continue
        parts = urlsplit(link)
        target = File((file.path.parent / parts.path).resolve() if parts.path else file.path)
        if not target.path.exists() or (parts.fragment and parts.fragment not in target.anchors):
            broken.append(link)
    assert broken == []


@EACH
def test_every_picture_is_there_and_says_what_it_shows(file: File) -> None:
    assert [name for name in file.pictures() if not (file.path.parent / name).is_file()] == []
    assert file.unsaid() == []


@pytest.fixture(scope="module")
def patterns() -> list[re.Pattern[str]]:
    """The addresses of the application."""
    app = create_app(Settings(), Database({}))
    paths = {route.path for route in routes(app)} | {"/static/app.css"}
    return [re.compile(re.sub(r"\{\w+\}", r"[^/]+", path).rstrip("/") + "/?") for path in {*paths, "/api/v1"}]


# In text an address stands between backticks, perhaps with its method, braces for ids and a question.
ADDRESS = re.compile(r"`(?:(?:GET|POST|PUT|DELETE) )?(/[a-z][\w\-./{}]*)[^`]*`")
# Nouns of the table in the README stand without what goes before them; these are folders of this machine.
ELSEWHERE = ("/data", "/usr/", "/var/", "/etc/", "/tmp")


@EACH
def test_every_address_of_the_application_exists(file: File, patterns: list[re.Pattern[str]]) -> None:
    text = file.path.read_text(encoding="utf-8")
    named = [link.partition("?")[0].partition("#")[0] for link in file.links() if link.startswith("/")]
    if "guide" in file.path.parts or file.path.name in ("api.md", "operations.md"):
        named += ADDRESS.findall(text)
    unknown = [
        path
        for path in named
        if not path.startswith(ELSEWHERE)
        and not any(
            pattern.fullmatch(one)
            for pattern in patterns
            for one in (path, f"/api/v1{path}", re.sub(r"\{\w+\}", "x", f"/api/v1{path}"))
        )
    ]
    assert unknown == []


@pytest.mark.parametrize("role", GUIDES)
def test_a_guide_says_the_same_in_both_languages(role: str) -> None:
    dutch, english = (File(ROOT / "docs" / "guide" / language / f"{role}.md") for language in ("nl", "en"))
    assert dutch.headings == english.headings
    assert [link.replace("/nl/", "/en/") for link in dutch.links()] == english.links()
    assert [name.replace("/nl/", "/en/") for name in dutch.pictures()] == english.pictures()
    assert 300 < len(english.path.read_text().split()) < 900, "one or two screens"


def test_there_is_a_guide_for_each_role_and_no_other() -> None:
    for language in ("nl", "en"):
        there = {file.stem for file in (ROOT / "docs" / "guide" / language).iterdir()}
        assert there == set(GUIDES)


def test_every_picture_is_taken_by_the_script_and_used() -> None:
    taken = {f"{language}/{picture.name}.webp" for picture in PICTURES for language in picture.languages}
    there = {path.relative_to(PICTURE_FOLDER).as_posix() for path in PICTURE_FOLDER.rglob("*.*")}
    used = {name.rpartition("pictures/")[2] for file in FILES for name in file.pictures()}
    drawn = {path.relative_to(PICTURE_FOLDER).as_posix() for path in PICTURE_FOLDER.glob("drawn/*.svg")}
    assert there == taken | drawn == used
    assert max(path.stat().st_size for path in PICTURE_FOLDER.rglob("*.webp")) < LARGEST
    assert sum(path.stat().st_size for path in PICTURE_FOLDER.rglob("*.webp")) < MOST_BYTES


# The ways in which other systems gave away what they hid, by a word of their row in the threat model.
LEAKS = (
    "search", "expanding", "coarse right", "a file", "linked or double", "activity feed", "live updates", "last activity",
    "ETag", "gaps in numbers", "pick lists", "notification", "export", "merge", "bulk import", "background jobs", "approving",
    "bulk action", "statistics", "between making and restricting", "webhooks", "the browser keeps", "error messages", "timing",
)  # fmt: skip


def test_the_threat_model_names_a_test_for_each_way_in_which_others_leaked() -> None:
    """A line of its table is a way and the test that guards it; no way may be without a line."""
    rows = re.findall(
        r"^\| (.+?) \| `tests/.+` \|$", (ROOT / "docs" / "threat-model.md").read_text(), re.MULTILINE
    )
    assert [leak for leak in LEAKS if not any(leak in row for row in rows)] == []


def test_every_test_the_threat_model_counts_on_is_there() -> None:
    """Each leak class names the test that guards it; a name without a test guards nothing."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "docs" / "threat-model.md").read_text())
    assert len(named) > 20
    missing = [(file, test) for file, test in named if f"def {test}(" not in (ROOT / file).read_text()]
    assert missing == []
