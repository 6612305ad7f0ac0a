"""How mail leaves this installation: to an SMTP server, or as files in a folder. Knows nothing of what is in it."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final, Protocol

from api.settings import SettingMissing, Settings
from domain.events import Undeliverable

TIMEOUT: Final = 10.0
"""Seconds that a mail server may keep us waiting for each answer."""

PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}

Send = Callable[[EmailMessage], None]


class Post(Protocol):
    """Takes mails away, a round at a time."""

    def round(self) -> AbstractContextManager[Send]:
        """One visit: `with post.round() as send:`."""
        ...


@dataclass(frozen=True)
class Smtp:
    """A mail server; with TLS its certificate is checked, and nothing is sent when it does not offer it."""

    host: str
    port: int
    tls: str
    user: str | None = None
    password: str | None = None
    ca_file: Path | None = None

    @contextmanager
    def round(self) -> Iterator[Send]:
        """One connection for as many mails as there are; a server that is away is asked once in a round."""
        line = _Line(self)
        try:
            yield line.send
        finally:
            line.close()

    def connect(self) -> smtplib.SMTP:
        """A connection ready to send."""
        context = ssl.create_default_context(cafile=self.ca_file) if self.tls != "none" else None
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user and self.password is not None:
                server.login(self.user, self.password)
        except Exception:
            server.close()
            raise
        return server


class _Line:
    """The connection of one round, made when there is something to send."""

    def __init__(self, server: Smtp) -> None:
        self.server = server
        self.connection: smtplib.SMTP | None = None
        self.failed: Exception | None = None

    def send(self, message: EmailMessage) -> None:
        if self.failed is not None:
            raise self.failed
        try:
            if self.connection is None:
                self.connection = self.server.connect()
            self.connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            # This person only; the others may well be reached.
            code = next(iter(refused.recipients.values()))[0]
            if code >= 500:
                raise Undeliverable(code) from None
            raise
        except OSError as error:  # and so everything of smtplib
            if not isinstance(error, smtplib.SMTPResponseException):
                self.failed = error
            self.close()
            raise

    def close(self) -> None:
        if self.connection is not None:
            with suppress(OSError):
                self.connection.quit()
            self.connection = None


@dataclass(frozen=True)
class Folder:
    """Mails as .eml files, which any mail program opens: for the demo, and for trying out."""

    path: Path

    @contextmanager
    def round(self) -> Iterator[Send]:
        """Writes each mail under its own name, so that sending it twice leaves one."""
        yield self._write

    def _write(self, message: EmailMessage) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message["Message-ID"].strip("<>").split("@")[0]
        (self.path / f"{name}.eml").write_bytes(message.as_bytes(policy=SMTP))


@dataclass(frozen=True)
class Mailing:
    """How mail leaves, from which address, and to which site it leads."""

    post: Post
    sender: str
    site: str


def mailing_of(settings: Settings) -> Mailing | None:
    """How mail leaves as the settings say; None when they say nothing, and then no mail is sent."""
    post = _post(settings)
    return Mailing(post, settings.sender, settings.public_url.rstrip("/")) if post else None


def _post(settings: Settings) -> Post | None:
    if not settings.mail_host:
        return Folder(settings.mail_dir) if settings.mail_dir else None
    if not settings.mail_from:
        raise SettingMissing(
            "SCHAKEL_MAIL_FROM says from which address mail is sent; SCHAKEL_MAIL_HOST needs it"
        )
    password = settings.mail_password_file
    if password is not None and not password.exists():
        raise SettingMissing(f"{password} with the password of the mail server is missing")
    return Smtp(
        settings.mail_host,
        settings.mail_port or PORTS[settings.mail_tls],
        settings.mail_tls,
        settings.mail_user,
        password.read_text().strip() if password else None,
        settings.mail_ca_file,
    )
