"""The pictures in the documentation: `make pictures` takes them all anew from the demo region.

Those in the guides show what a page is about, in both languages; the screens show all of a window, wide and on a
phone, in Dutch.

    python -m tests.browser.pictures                       starts a demo of its own, about two minutes
    python -m tests.browser.pictures --site http://127.0.0.1:8000 report-1 case      some, from one that runs

Each picture has a name, somebody who looks, and the way to the page: addresses, words on links, fields. Nothing
depends on ids, so who changes a page only has to run this again.
"""

import argparse
import base64
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
LANGUAGES = ("nl", "en")
DESKTOP, PHONE = (1080, 760), (390, 780)
WIDE, NARROW = (1280, 1100), (390, 1100)
QUALITY = 0.82
PATIENCE = 30_000
MARGIN, HIGHEST = 24, 860
FONTS = re.compile(r"/vendor/font\.css")

Way = Callable[[Page], None]

INSPECTOR = "youssef.amrani@alkmaar.example.org"
MANAGER = "wietske.kuyper@zaanstad.example.org"
MANDATE = "naima.elkhatib@politie.example.org"
PREPARER = "joris.vandervelde@riec.example.org"
ANALYST = "daan.terpstra@riec.example.org"
CHAIR = "ineke.schouten@riec.example.org"
ADMINISTRATOR = "marleen.hoogland@riec.example.org"
PRIVACY = "fatima.zahraoui@haarlem.example.org"


def to(path: str) -> Way:
    """Go to an address."""
    return lambda page: _go(page, path)


def follow(start: str, pattern: str, having: str = "h1") -> Way:
    """Go to the first link on a page that leads to such an address and where there is such an element."""

    def way(page: Page) -> None:
        _go(page, start)
        for link in _links(page, pattern):
            _go(page, link)
            if page.locator(having).count():
                return
        raise LookupError(f"nothing on {start} leads to {pattern} with {having}")

    return way


def called(start: str, name: str) -> Way:
    """Follow the link with this name on a page."""

    def way(page: Page) -> None:
        _go(page, start)
        found = page.locator("main a[href]", has_text=name)
        if not found.count():
            raise LookupError(f"nothing on {start} is called {name}")
        _go(page, str(found.first.get_attribute("href")))

    return way


def then(first: Way, *further: Way) -> Way:
    """One way after the other."""

    def way(page: Page) -> None:
        for one in (first, *further):
            one(page)

    return way


def link(pattern: str) -> Way:
    """Follow the first link on this page that leads to such an address."""

    def way(page: Page) -> None:
        found = _links(page, pattern)
        if not found:
            raise LookupError(f"no link to {pattern} on {page.url}")
        _go(page, found[0])

    return way


def fill(**fields: str) -> Way:
    """Fill in a form; a choice by its value."""

    def way(page: Page) -> None:
        page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")
        for name, value in fields.items():
            field = page.locator(f"[name='{name}']").first
            kind = field.evaluate("element => element.type || element.localName")
            if kind == "radio":
                page.locator(f"[name='{name}'][value='{value}']").check()
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(value)

    return way


def send(page: Page) -> None:
    """Press the button of the form in the page."""
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")


def down(to_what: str) -> Way:
    """Scroll until this is on top."""
    return lambda page: page.locator(to_what).first.evaluate("element => element.scrollIntoView(true)")


@dataclass(frozen=True)
class Picture:
    """One picture: its name, who looks, and how one gets there."""

    name: str
    who: str
    way: Way
    size: tuple[int, int] = DESKTOP
    languages: tuple[str, ...] = LANGUAGES
    highest: int = HIGHEST


def screen(name: str, who: str, way: Way) -> tuple[Picture, Picture]:
    """All of a window, wide and on a phone."""
    return (
        Picture(f"screen-{name}", who, way, WIDE, ("nl",)),
        Picture(f"screen-{name}-phone", who, way, NARROW, ("nl",)),
    )


REPORT = to("/signals/new")
SUBJECTS = r"/subjects/[0-9a-f-]{36}$"
CASES = "/cases?sort=-lastActivityAt"
WEIGHING = then(follow("/", SUBJECTS, "a[href*='weigh']"), link(r".*weigh.*"))
PLAN = then(called(CASES, "Bollenschuur"), link(r"/cases/[0-9a-f-]{36}/plan$"))
# The one that is going on has a screen for the wall.
MEETING = follow("/meetings", r"/meetings/[0-9a-f-]{36}$", "a[href$='/wall']")
ON_THE_TABLE = then(MEETING, link(r".*/wall$"))

PICTURES = (
    Picture("report-1", INSPECTOR, REPORT),
    Picture("report-2", INSPECTOR, then(REPORT, fill(form="AU", municipality="GM0361"), send)),
    Picture("report-phone", INSPECTOR, REPORT, PHONE),
    Picture("today-handler", INSPECTOR, to("/")),
    Picture("answer", INSPECTOR, follow("/", r"/requests/[0-9a-f-]{36}$", "[name=outcome]")),
    Picture("reply", MANDATE, follow("/", r"/interventions/[0-9a-f-]{36}$", "[name=outcome]")),
    Picture("case", MANAGER, follow("/cases", r"/cases/[0-9a-f-]{36}$", ".rail")),
    Picture(
        "ask",
        MANAGER,
        then(
            follow("/cases", r"/cases/[0-9a-f-]{36}$", "a[href$='/requests/new']"), link(r".*/requests/new$")
        ),
    ),
    Picture("today-preparation", PREPARER, to("/")),
    Picture("board", PREPARER, to("/board")),
    Picture(
        "connection",
        PREPARER,
        then(
            follow("/board", r".*/connections$", "a[href*='/connections/new']"), link(r".*/connections/new")
        ),
    ),
    Picture("assess", PREPARER, follow("/", r"/signals/[0-9a-f-]{36}/assess", "[name=outcome]")),
    Picture("subject", ANALYST, then(follow("/cases", r"/cases/[0-9a-f-]{36}$"), link(SUBJECTS))),
    Picture("search", ANALYST, then(to("/search"), fill(query="Wasserij", purpose="Dossier"), send)),
    Picture("today-chair", CHAIR, to("/")),
    Picture("weigh", CHAIR, WEIGHING),
    Picture("plan", CHAIR, PLAN, highest=1150),
    Picture("meeting", CHAIR, MEETING),
    Picture("sharing", PRIVACY, to("/sharing")),
    Picture("administration", ADMINISTRATOR, to("/administration")),
    *screen("case", ANALYST, called(CASES, "Hotelkamers langs de ringvaart")),
    *screen("weigh", CHAIR, WEIGHING),
    *screen("meeting", CHAIR, ON_THE_TABLE),
    *screen("plan", CHAIR, PLAN),
)


def _go(page: Page, path: str) -> None:
    answer = page.goto(path)
    if answer is None or answer.status >= 400:
        raise LookupError(f"{path} answers {answer.status if answer else 'nothing'}")
    # Not until the network is idle: a page that follows a meeting keeps listening.
    page.evaluate("document.fonts.ready.then(() => true)")


def _links(page: Page, pattern: str) -> list[str]:
    found = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    return [address for address in dict.fromkeys(found) if re.match(pattern, address)]


def take(browser: Browser, site: str, pictures: tuple[Picture, ...]) -> list[str]:
    """Take these pictures, each in its languages; says which ones could not be taken, and why."""
    missing = []
    for language in LANGUAGES:
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        for picture in (one for one in pictures if language in one.languages):
            context = browser.new_context(
                base_url=site, viewport={"width": picture.size[0], "height": picture.size[1]},
                locale=f"{language}-NL", color_scheme="light", reduced_motion="reduce",
            )  # fmt: skip
            context.route(FONTS, _at_once)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            context.add_cookies([{"name": "language", "value": language, "url": site}])
            context.request.post("/login/demo", form={"email": picture.who}, headers={"Origin": site})
            try:
                picture.way(page)
            except (LookupError, Error) as lost:
                missing.append(f"{language}/{picture.name}: {str(lost).splitlines()[0]}")
                context.close()
                continue
            file = FOLDER / language / f"{picture.name}.webp"
            file.write_bytes(_as_webp(context.new_page(), _shot(page, picture)))
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB  {page.title()}", flush=True)
            context.close()
    return missing


def _at_once(route: Route) -> None:
    """The letters of the portal in every picture, also where they come too late for a reader."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("optional", "block"))


def _shot(page: Page, picture: Picture) -> bytes:
    """All of a screen; else what the page is about, without the frame around it, and as high as is useful."""
    box = page.locator("#main").bounding_box()
    if picture.size != DESKTOP or box is None:
        return page.screenshot()
    left, top = max(0, box["x"] - MARGIN), max(0, box["y"] - MARGIN)
    width = min(box["width"] + 2 * MARGIN, picture.size[0] - left)
    height = min(box["height"] + 2 * MARGIN, picture.highest)
    return page.screenshot(full_page=True, clip={"x": left, "y": top, "width": width, "height": height})


def _as_webp(page: Page, png: bytes) -> bytes:
    """A third of the size; the browser that took the picture can do it."""
    made: str = page.evaluate(
        """async ([source, quality]) => {
            const image = await createImageBitmap(await (await fetch(source)).blob());
            const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
            canvas.getContext("2d", {alpha: false}).drawImage(image, 0, 0);
            return canvas.toDataURL("image/webp", quality);
        }""",
        ["data:image/png;base64," + base64.b64encode(png).decode(), QUALITY],
    )
    return base64.b64decode(made.partition(",")[2])


@contextmanager
def _demo() -> Iterator[str]:
    """A demo region of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Not a directory of this user's own: PostgreSQL, started by root, runs as somebody else.
    with tempfile.TemporaryDirectory(prefix="schakel-pictures-") as folder:
        command = [
            sys.executable,
            "-m",
            "api.cli",
            "demo",
            "--port",
            str(port),
            "--data-dir",
            f"{folder}/data",
        ]
        demo = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}", demo)
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.terminate()
            demo.wait(30)


def _wait_for(site: str, demo: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and demo.poll() is None:
        try:
            if httpx2.get(f"{site}/healthz", trust_env=False).status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.5)
    raise SystemExit("The demo did not start.")


def main() -> None:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description="Take the pictures of the guides anew.")
    parser.add_argument("names", nargs="*", help="which ones; all without")
    parser.add_argument("--site", help="a running demo; without, one is started")
    given = parser.parse_args()
    chosen = tuple(one for one in PICTURES if not given.names or one.name in given.names)
    if not given.names:
        # Beside them stand drawings, which nobody takes.
        for language in LANGUAGES:
            shutil.rmtree(FOLDER / language, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS, headless=True)
        if given.site:
            missing = take(browser, given.site, chosen)
        else:
            with _demo() as site:
                missing = take(browser, site, chosen)
        browser.close()
    if missing:
        sys.exit("\n".join(["These pages were not found; the way to them has changed:", *missing]))


if __name__ == "__main__":
    main()
