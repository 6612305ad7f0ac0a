"""Put the third-party front-end assets in place: `npm ci`, then `python -m web.vendor`.

The packages are pinned in package.json and package-lock.json; nothing of them is committed. From what npm unpacked
this takes only what a page needs: htmx, one style sheet, the font per script, one icon sprite and the licences.
"""

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "web" / "static" / "vendor"

# From the maintainers' release; a changed file on the way here stops the set-up.
HTMX_SHA384 = "2OatzQy1H+Zd/IIrjr1TcuDGqLXeHhbooAyJY1KdQMKnr4LZ22k31GBLdYKHmVjg"
THEME = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/source-sans-3"
ICONS = ROOT / "web" / "icons.txt"
"""The names of the icons that templates may use, one a line; a new one is added there and `main` run again."""


class AssetError(Exception):
    """An asset is missing or is not the one that was pinned."""


def main() -> None:
    """Fill web/static/vendor from node_modules, from scratch each time."""
    if not PACKAGES.is_dir():
        raise AssetError("node_modules is missing: run `npm ci --ignore-scripts` first")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)

    _copy_htmx()
    (TARGET / "design.css").write_text(design_sheet(), encoding="utf-8")
    (TARGET / "icons.svg").write_text(icon_sprite(), encoding="utf-8")
    _copy_font()
    _copy_licences()


def check() -> None:
    """Refuse when a page would come without its looks."""
    if not (TARGET / "design.css").is_file():
        raise AssetError(
            f"{TARGET} is empty: run `npm ci --ignore-scripts && python -m web.vendor`, and install after that"
        )


def pinned() -> dict[str, str]:
    """The packages of package.json with their exact versions."""
    dependencies: dict[str, str] = json.loads((ROOT / "package.json").read_text())["dependencies"]
    return dependencies


def sha384(content: bytes) -> str:
    """The checksum in the form that browsers and package managers write it."""
    return base64.b64encode(hashlib.sha384(content).digest()).decode()


def design_sheet() -> str:
    """NL Design System components plus those theme tokens they really use, in a layer below our own sheet.

    The theme counts 3,500 tokens for every component there is: 200 kB. What our components never read is left out.
    """
    components = [name for name in pinned() if name.startswith("@utrecht/")]
    rules = "\n".join((PACKAGES / name / "dist" / "index.min.css").read_text() for name in components)
    theme = (PACKAGES / THEME / "dist" / "theme.css").read_text()
    tokens = dict(re.findall(r"^\s*(--[\w-]+):\s*(.*?);", theme, re.MULTILINE))
    used = _reachable(set(re.findall(r"--[\w-]+", rules)), tokens)
    declared = "".join(f"{name}:{value};" for name, value in tokens.items() if name in used)
    return f"@layer design{{:root{{{declared}}}\n{rules}}}\n"


def _reachable(names: set[str], tokens: dict[str, str]) -> set[str]:
    """The tokens behind these names, followed through tokens that refer to tokens."""
    found: set[str] = set()
    waiting = [name for name in names if name in tokens]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other in re.findall(r"--[\w-]+", tokens[name]) if other in tokens]
    return found


def icon_sprite() -> str:
    """One file with a symbol per icon, used as `icons.svg#name`."""
    symbols = []
    for name in ICONS.read_text().split():
        drawing = (PACKAGES / "lucide-static" / "icons" / f"{name}.svg").read_text()
        shapes = re.sub(
            r"\s+", " ", drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.index("</svg>")]
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes.strip()}</symbol>')
    pen = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {pen}>{"".join(symbols)}</svg>\n'


def _copy_htmx() -> None:
    script = (PACKAGES / "htmx.org" / "dist" / "htmx.min.js").read_bytes()
    if sha384(script) != HTMX_SHA384:
        raise AssetError("htmx.min.js is not the release that was pinned")
    (TARGET / "htmx.min.js").write_bytes(script)
    # Its own extension for what the server tells (server-sent events); the lock file holds its checksum.
    shutil.copy(PACKAGES / "htmx-ext-sse" / "dist" / "sse.min.js", TARGET / "htmx-sse.min.js")


def _copy_font() -> None:
    """Every script of the upright font: a browser fetches only those whose letters are on the page."""
    sheet = (PACKAGES / FONT / "wght.css").read_text()
    # A font that comes late would move what somebody is reading: then it waits for the next page.
    sheet = sheet.replace("font-display: swap", "font-display: optional").replace("./files/", "")
    (TARGET / "font.css").write_text(sheet, encoding="utf-8")
    for file in sorted((PACKAGES / FONT / "files").glob("*-wght-normal.woff2")):
        shutil.copy(file, TARGET)


def _copy_licences() -> None:
    folder = TARGET / "licences"
    folder.mkdir()
    for name in pinned():
        for file in sorted((PACKAGES / name).glob("LICEN[SC]E*")):
            shutil.copy(file, folder / f"{name.lstrip('@').replace('/', '-')}.txt")


if __name__ == "__main__":
    main()
