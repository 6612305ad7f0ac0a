"""The documentation as pages: for everybody, in two languages, under the same strict rules as every page."""

import re

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.settings import Settings
from db.session import Database
from domain.actor import StaffRole
from tests.api.conftest import Edge, _edge
from tests.asking import asking
from tests.docs.markdown import ROOT
from web.docs import DOCS, GUIDES, shelves
from web.markdown import address_of, read, size_of


@pytest.fixture(scope="module")
def edge(module_database: Database) -> Edge:
    """Who can ask."""
    return _edge(module_database)


@pytest.fixture
def reader(edge: Edge) -> TestClient:
    """Somebody without an account."""
    return asking(edge.app)


ALL = sorted(
    {entry.href for language in ("nl", "en") for shelf in shelves(language) for entry in shelf.entries}
)


@pytest.mark.parametrize("href", ["/help", *ALL])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_document_is_a_page_of_the_portal(reader: TestClient, href: str, language: str) -> None:
    answer = reader.get(href, headers={"accept-language": language})
    assert answer.status_code == 200
    html = answer.text
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert 'style="' not in html
    assert "<script>" not in html
    assert "&lt;" not in re.sub(r"(?s)<(pre|code)\b.*?</\1>", "", html), "no HTML in our Markdown"
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    # Wherever it leads within the site, that is there.
    for link in set(re.findall(r'(?:href|src)="(/help[^"#?]*)', html)):
        assert reader.get(link).status_code == 200, link


def test_the_guide_is_in_the_language_of_who_reads(reader: TestClient) -> None:
    dutch = reader.get("/help/guide/reporter", headers={"accept-language": "nl"}).text
    english = reader.get("/help/guide/reporter", headers={"accept-language": "en"}).text
    assert "Bewijs is niet nodig" in dutch
    assert "Proof is not" in english


def test_who_is_signed_in_keeps_the_menu(edge: Edge, reader: TestClient) -> None:
    noor = edge.browser(edge.person(StaffRole.REPORTER))
    assert 'href="/signals"' in noor.get("/help").text
    halfway = edge.browser(edge.person(StaffRole.REPORTER), second_factor=False)
    assert halfway.get("/help").status_code == reader.get("/help").status_code == 200
    assert 'class="nav__link"' not in halfway.get("/help").text


@pytest.mark.parametrize(
    "path",
    [
        "/help/nothing", "/help/guide/nothing", "/help/guide/nl", "/help/decisions/x", "/help/..%2fREADME",
        "/help/guide/..%2f..%2f..%2fREADME", "/help/pictures/nl/x.webp", "/help/pictures/..%2f/api.md",
        "/help/__init__", "/help/guide%2fnl%2freporter",
    ],
)  # fmt: skip
def test_nothing_else_is_served(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_pictures_may_be_kept_for_ever(reader: TestClient) -> None:
    html = reader.get("/help/guide/reporter").text
    source, width, height = re.search(
        r'src="(/help/pictures/[^"]+)".*?width="(\d+)" height="(\d+)"', html
    ).groups()  # type: ignore[union-attr]
    assert re.search(r"\?v=[0-9a-f]{10}$", source)
    answer = reader.get(source)
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]
    assert size_of(answer.content) == (int(width), int(height))


def test_links_keep_their_meaning() -> None:
    assert address_of("guide/nl", "../../sharing.md#x") == "/help/sharing#x"
    assert address_of("", "guide/nl/reporter.md") == "/help/guide/reporter"
    assert address_of("", "decisions/0007-numbers-are-random.md") == "/help/decisions/0007-numbers-are-random"
    assert address_of("", "../openapi.json") == "/api/v1/openapi.json"
    assert address_of("", "../SECURITY.md") is None
    assert address_of("", "https://example.org/") == "https://example.org/"


def test_no_file_can_bring_html_of_its_own(tmp_path: pytest.TempPathFactory) -> None:
    file = tmp_path / "bad.md"  # type: ignore[operator]
    file.write_text("# Kop\n\n<script>alert(1)</script> [x](javascript:alert(1))\n\n| a |\n|--:|\n| 1 |\n")
    body = str(read(tmp_path, "bad").body)  # type: ignore[arg-type]
    assert "<script" not in body
    assert 'href="javascript' not in body
    assert "style=" not in body
    assert "number" in body


def test_an_installed_wheel_carries_it() -> None:
    """It is a package like the others, named where they are named."""
    assert ROOT / "docs" == DOCS
    assert '"docs"' in re.search(r"module-name = \[.*\]", (ROOT / "pyproject.toml").read_text())[0]  # type: ignore[index]
    assert "!docs\n" in (ROOT / ".dockerignore").read_text()


def test_every_role_has_its_guide() -> None:
    assert len(GUIDES) == len(StaffRole) - 1, "auditor and coordinating DPO share one"


def test_public_pages_say_nothing_of_the_installation(edge: Edge) -> None:
    one = create_app(Settings(public_url="https://testserver", allowed_hosts="testserver"), edge.database)
    other = create_app(Settings(demo=False, security_contact="mailto:x@y.example"), edge.database)
    pages = [TestClient(app, base_url="https://testserver").get("/help").text for app in (one, other)]
    assert pages[0] == pages[1]
