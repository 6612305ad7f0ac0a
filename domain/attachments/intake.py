"""Taking a file in: encrypted as it comes, told what it is by its content, made anew without what acts, and scanned.

All this is done before anything is written in the database; what is not kept in the end leaves nothing behind.
"""

import json
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from db.vault import CHUNK, Incoming, Vault
from domain.attachments import workshop
from domain.attachments.scanner import Scanner, Verdict
from domain.errors import Invalid, Problem

FIELD: Final = "/file"
SUFFIXES: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
"""What is taken, and how such a file is called."""

_ALIASES: Final = {".jpeg": ".jpg", ".jfif": ".jpg", ".heif": ".heic", ".log": ".txt", ".md": ".txt"}
_OF_A_PHOTO: Final = (".jpg", ".heic")
"""One photo in two kinds of file: as it came, and as others get it."""
_CODE: Final = re.compile(r"attachment-[a-z-]{3,20}")
_LONGEST: Final = 120
_TIMEOUT: Final = 60
AT_ONCE: Final = 2
"""Files that are looked at at a time in each process: they take as much memory as the files they open."""
_ROOM: Final = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Piece:
    """What was put in the vault for one attachment: the original, the copy, the small picture or a page."""

    kind: str
    media_type: str
    stored: Incoming
    page: int | None = None


@dataclass
class Upload:
    """A file that was taken in and looked at, not yet part of anything; or what is wrong with it."""

    intake: "Intake"
    name: str
    media_type: str = ""
    pieces: list[Piece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    state: str = "held"
    kept: bool = False

    @property
    def original(self) -> Incoming:
        """The file as it came."""
        return self.pieces[0].stored

    def discard(self) -> None:
        """Leave nothing behind."""
        for piece in self.pieces:
            piece.stored.discard()


@dataclass(frozen=True)
class Intake:
    """Where files go, who looks at them, and how much is taken."""

    vault: Vault
    scanner: Scanner | None = None
    limit: int = 100_000_000
    per_item: int = 20

    def take(self, name: str, pieces: Iterable[bytes]) -> Upload:
        """Take in a file whose bytes are at hand."""
        incoming = self.vault.put(pieces)
        if incoming.size > self.limit:
            incoming.discard()
            raise Invalid(self.too_large())
        return self.examine(incoming, name)

    def too_large(self) -> Problem:
        """That a file is larger than is taken, and how large it may be."""
        return Problem("attachment-too-large", FIELD, {"limit": self.limit // 1_000_000})

    def examine(self, incoming: Incoming, name: str) -> Upload:
        """Find out what it is, have it made anew and scanned; what is wrong stands in the upload."""
        upload = Upload(self, name, pieces=[Piece("original", "", incoming)])
        try:
            if not incoming.size:
                upload.problems.append(Problem("attachment-empty", FIELD))
            else:
                self._make(upload)
                self._scan(upload)
        except BaseException:
            upload.discard()
            raise
        upload.name = file_name(name, upload.media_type)
        return upload

    def stored(self, incoming: Incoming) -> Iterator[bytes]:
        """The bytes of a file that was just taken in."""
        return self.vault.read(incoming.name, incoming.key)

    def _scan(self, upload: Upload) -> None:
        if self.scanner is None or upload.problems:
            return
        verdict = self.scanner.scan(self.stored(upload.original))
        if verdict is Verdict.INFECTED:
            upload.problems.append(Problem("attachment-infected", FIELD))
        elif verdict is Verdict.CLEAN:
            upload.state = "clean"

    def _make(self, upload: Upload) -> None:
        with _ROOM, _process() as process, _killed_late(process):
            try:
                _send(process, self.stored(upload.original))
                self._collect(upload, process)
            finally:
                process.kill()
        if not upload.problems and not any(piece.kind == "copy" for piece in upload.pieces):
            # Out of time or memory, or fallen over: it was not made, so nobody gets it.
            upload.problems.append(Problem("attachment-broken", FIELD))

    def _collect(self, upload: Upload, process: subprocess.Popen[bytes]) -> None:
        """What the workshop made; it opened the file, so what it says is checked as the file is."""
        output, pages, total = _stream(process.stdout), 0, 0
        while line := output.readline(1000):
            try:
                said = json.loads(line)
                if "refused" in said:
                    code = str(said["refused"])
                    upload.problems.append(
                        Problem(code if _CODE.fullmatch(code) else "attachment-broken", FIELD)
                    )
                    return
                kind, media_type, size = str(said["kind"]), str(said["mediaType"]), int(said["size"])
                if kind == "original" and media_type in SUFFIXES:
                    # It came as another kind of file than others get.
                    upload.pieces[0] = Piece(kind, media_type, upload.original)
                    continue
            except (ValueError, KeyError, TypeError):
                return
            total += size
            if (
                media_type not in SUFFIXES
                or kind not in ("copy", "thumbnail", "page")
                or total > 3 * self.limit + CHUNK
            ):
                return
            pages += kind == "page"
            made = self.vault.put(_exactly(output, size))
            if made.size != size:
                # Broken off half-way: part of a copy is no copy.
                made.discard()
                return
            upload.pieces.append(Piece(kind, media_type, made, pages if kind == "page" else None))
            if kind == "copy":
                upload.media_type = media_type


def _process() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own folder, and nothing of what was sent is in the command
        [sys.executable, "-I", "-B", str(Path(workshop.__file__).parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )


class _killed_late:  # noqa: N801 - used as a statement
    """Kills the process when it takes too long."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._timer = threading.Timer(_TIMEOUT, process.kill)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _stream(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - a pipe was asked for
    return pipe


def _send(process: subprocess.Popen[bytes], pieces: Iterator[bytes]) -> None:
    with _stream(process.stdin) as to:
        try:
            for piece in pieces:
                to.write(piece)
        except BrokenPipeError:
            return


def _exactly(output: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        piece = output.read(min(size, CHUNK))
        if not piece:
            return
        size -= len(piece)
        yield piece


def file_name(given: Any, media_type: str) -> str:
    """The name of a file as it may be shown: no path, nothing invisible or that turns the text round, and a fitting end."""
    name = unicodedata.normalize("NFC", str(given or "")).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if one.isspace() else one for one in name)
    shown = "".join(
        one for one in shown if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    stem = " ".join(shown.split()).strip(". ")
    suffix = SUFFIXES.get(media_type, "")
    dot, end = stem.rpartition(".")[::2]
    ending = f".{end.lower()}"
    kind = _ALIASES.get(ending, ending)
    if dot and suffix and kind == suffix:
        return f"{dot[:_LONGEST]}.{end}"
    if dot and kind in _OF_A_PHOTO and suffix in _OF_A_PHOTO:
        return dot[:_LONGEST] + suffix
    return (stem[:_LONGEST] or "bijlage") + suffix
