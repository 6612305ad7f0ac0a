"""Our Markdown files as tests look at them: their headings, links, pictures and blocks of code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

ROOT = Path(__file__).parents[2]
READER = MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, max_level=6)


@dataclass(frozen=True)
class File:
    """One file."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def tokens(self) -> list[Token]:
        """All of it, with what stands inside lines."""
        return [
            token
            for outer in READER.parse(self.path.read_text(encoding="utf-8"))
            for token in (outer, *(outer.children or ()))
        ]

    @cached_property
    def anchors(self) -> set[str]:
        """Where one can link to in it."""
        return {str(token.attrs["id"]) for token in self.tokens if "id" in token.attrs}

    @property
    def headings(self) -> list[str]:
        """The levels of its headings, in order."""
        return [token.tag for token in self.tokens if token.type == "heading_open"]

    def links(self) -> list[str]:
        """Where its links lead."""
        return [str(token.attrs["href"]) for token in self.tokens if token.type == "link_open"]

    def pictures(self) -> list[str]:
        """The files of its pictures."""
        return [str(token.attrs["src"]) for token in self.tokens if token.type == "image"]

    def unsaid(self) -> list[str]:
        """The pictures that say nothing to who does not see them."""
        return [
            str(token.attrs["src"]) for token in self.tokens if token.type == "image" and not token.content
        ]

    def code(self, language: str) -> list[str]:
        """The blocks of code in one language."""
        return [token.content for token in self.tokens if token.type == "fence" and token.info == language]

    def table_under(self, heading: str) -> list[list[str]]:
        """The rows of the first table below a heading."""
        text = self.path.read_text(encoding="utf-8")
        part = re.split(r"^#+ ", text[text.index(f"# {heading}\n") + 2 :], maxsplit=1, flags=re.MULTILINE)[0]
        lines = [line for line in part.splitlines() if line.startswith("|")]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def files() -> Iterator[File]:
    """Every Markdown file of ours."""
    for path in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))):
        yield File(path)
