"""Our own documentation, from Markdown to a part of a page: the portal's classes, no HTML of its own, no style.

The files are ours, but what serves them under a strict policy writes no inline style and follows no raw HTML.
"""

import hashlib
import posixpath
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin

CLASSES: Final = {
    "p": "utrecht-paragraph",
    "h2": "utrecht-heading-2",
    "h3": "utrecht-heading-3",
    "h4": "utrecht-heading-4",
    "a": "utrecht-link utrecht-link--html-a",
    "ul": "utrecht-unordered-list",
    "ol": "utrecht-ordered-list",
    "table": "utrecht-table utrecht-table--html-table table table--compact",
    "thead": "utrecht-table__header",
    "tbody": "utrecht-table__body",
    "th": "utrecht-table__header-cell",
    "td": "utrecht-table__cell",
    "img": "picture",
}

# Beside the documentation and served elsewhere. Other files of the repository have no address here.
BESIDE: Final = {"../openapi.json": "/api/v1/openapi.json"}

# Marks for the tests that write a part of a file.
_COMMENT: Final = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_READER: Final = (
    MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    .enable("table")
    .use(anchors_plugin, max_level=4)
)


@dataclass(frozen=True)
class Document:
    """One file: its title (the first heading), what follows, and the headings in it (anchor, words)."""

    title: str
    body: Markup
    headings: tuple[tuple[str, str], ...]


@cache
def read(root: Path, name: str) -> Document:
    """The file of this name (`guide/nl/reporter`) below the root; read once."""
    text = (root / f"{name}.md").read_text(encoding="utf-8")
    tokens = _READER.parse(_COMMENT.sub("", text))
    first = tokens[1].content if tokens and tokens[0].tag == "h1" else name
    rest = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    for token in _all(rest):
        _dress(token)
    _label_cells(rest)
    for token in rest:
        if token.children:
            token.children = list(_linked(root, posixpath.dirname(name), token.children))
    body = _READER.renderer.render(rest, _READER.options, {})
    return Document(_plain(first), Markup(body), tuple(_headings(rest)))  # noqa: S704 - made of our own files


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _dress(token: Token) -> None:
    """Give an element the portal's class; the alignment of a column becomes one too, since styles are refused."""
    if token.nesting == -1 or token.tag not in CLASSES:
        return
    aligned = " number" if "right" in str(token.attrs.pop("style", "")) else ""
    token.attrSet("class", CLASSES[token.tag] + aligned)


def _label_cells(tokens: list[Token]) -> None:
    """Say at each cell what its column is called: on a phone a row is shown as a card."""
    names: list[str] = []
    column = 0
    for token, following in pairwise(tokens):
        if token.type == "thead_open":
            names = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            names.append(_plain(following.content))
        elif token.type == "td_open":
            token.attrSet("data-label", names[column] if column < len(names) else "")
            column += 1


def _linked(root: Path, folder: str, tokens: list[Token]) -> Iterator[Token]:
    """Links and pictures with the address they have here; a link to what is not served is left as words."""
    dropped = False
    for token in tokens:
        if token.type == "link_open":
            address = address_of(folder, str(token.attrs["href"]))
            dropped = address is None
            token.attrs["href"] = address or ""
        if token.type == "image":
            _place(root, folder, token)
        if not (dropped and token.type in ("link_open", "link_close")):
            yield token


def address_of(folder: str, link: str) -> str | None:
    """Where a link in a file of this folder leads under /help; None when that is nowhere."""
    parts = urlsplit(link)
    if parts.scheme or link.startswith(("#", "/")):
        return link
    path = posixpath.normpath(posixpath.join(folder, parts.path))
    if path in BESIDE:
        return BESIDE[path]
    if path.startswith("..") or not path.endswith(".md"):
        return None
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return page_of(path.removesuffix(".md")) + fragment


def page_of(name: str) -> str:
    """The address of a file; a guide has one address for both languages."""
    folder, _, last = name.rpartition("/")
    return f"/help/guide/{last}" if folder.startswith("guide/") else f"/help/{name}"


def _place(root: Path, folder: str, image: Token) -> None:
    """The address of a picture, which changes with its content, and its size, so that nothing jumps."""
    path = posixpath.normpath(posixpath.join(folder, str(image.attrs["src"])))
    file = root / path
    image.attrs["src"] = f"/help/{path}"
    image.attrs["loading"] = "lazy"
    if file.is_file():
        content = file.read_bytes()
        width, height = drawn_size(content) if file.suffix == ".svg" else size_of(content)
        image.attrs |= {"width": width, "height": height}
        image.attrs["src"] = f"/help/{path}?v={hashlib.sha256(content).hexdigest()[:10]}"


def size_of(webp: bytes) -> tuple[int, int]:
    """Width and height of a lossy WebP (RFC 9649, 2.5: after the start code 9d 01 2a)."""
    start = webp.index(b"\x9d\x01\x2a") + 3
    width, height = struct.unpack_from("<HH", webp, start)
    return width & 0x3FFF, height & 0x3FFF


def drawn_size(svg: bytes) -> tuple[int, int]:
    """Width and height of an SVG of ours: every drawing says so itself."""
    width, height = re.findall(rb'\b(?:width|height)="(\d+)"', svg)[:2]
    return int(width), int(height)


def _headings(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            yield str(token.attrs.get("id", "")), _plain(following.content)


def _plain(words: str) -> str:
    """The words of a heading without their marks."""
    return "".join(token.content for token in _READER.parseInline(words)[0].children or ())
