"""The environment, read once into one typed value. Nothing else in Schakel reads the environment."""

import json
from functools import cache
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url

from db import embedded
from db.bootstrap import DATABASE, role_urls
from db.keyring import FILE, Keyring
from db.vault import Vault
from domain.attachments import Intake, Scanner

LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class Settings(BaseSettings):
    """Every setting, each as environment variable `SCHAKEL_<NAME>`; docs/operations.md explains them."""

    model_config = SettingsConfigDict(env_prefix="SCHAKEL_", frozen=True)

    data_dir: Path = Path("data")
    """Where files stand that are not in the database: role passwords, and what checkpoints of the logs need."""

    database_url: SecretStr | None = None
    """Where PostgreSQL is. Its user and password are replaced by those of each role, but `demo` and
    `migrate` need them to be a superuser's."""

    database_name: str = DATABASE
    """The database on that server."""

    roles_file: Path | None = None
    """The roles' passwords as JSON; may hold only those this process needs. Default: roles.json in data_dir."""

    pool_size: int = Field(default=4, ge=1, le=50)
    """Connections kept per role and process."""

    public_url: str = "http://127.0.0.1:8000"
    """How partners reach this installation: issuer of tokens, and the address in links."""

    demo: bool = False
    """Whether made-up people may sign in with published passwords. Set by `schakel demo` alone."""

    trusted_proxies: str = "127.0.0.1"
    """Addresses, separated by commas, whose X-Forwarded-* headers are believed."""

    allowed_hosts: str = ""
    """Names, separated by commas, under which it may be asked besides that of public_url."""

    requests_per_minute: int = Field(default=600, ge=20)
    """What one person or client may ask in a minute; a search counts as ten."""

    requests_per_minute_address: int = Field(default=6000, ge=20)
    """What may be asked in a minute from one internet address, signed in or not."""

    live_seconds: int = Field(default=15, ge=0, le=600)
    """How long a page that follows a meeting listens before it asks anew whether it still may."""

    body_limit: int = Field(default=4_000_000, ge=100_000)
    """Largest request in bytes; what is larger is refused with 413."""

    import_limit: int = Field(default=60_000_000, ge=100_000)
    """Largest file of signals in bytes; a hundred thousand rows are about half of it."""

    attachment_limit: int = Field(default=100_000_000, ge=1_000_000)
    """Largest file that is taken, in bytes."""

    attachments_per_item: int = Field(default=20, ge=1, le=500)
    """How many files one organisation may have with one signal or about one subject."""

    clamd: str | None = Field(default=None, pattern=r"^(unix:/.+|tcp://[^/]+:\d+)$")
    """The scanner for viruses, as unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310. Without one files are held."""

    security_contact: str = "mailto:security@example.org"
    """Contact in /.well-known/security.txt (RFC 9116)."""

    mail_host: str | None = None
    """The mail server (SMTP). Without one no mail is sent."""

    mail_port: int | None = Field(default=None, ge=1, le=65535)
    """Its port. Default: 587 with starttls, 465 with tls, 25 without."""

    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected; `none` is for a mail server on the same machine."""

    mail_ca_file: Path | None = None
    """Certificates that the mail server's must lead to. Default: those this machine trusts."""

    mail_user: str | None = None
    """Who we are to the mail server, when it asks."""

    mail_password_file: Path | None = None
    """A file with the password of that user and nothing else."""

    mail_from: str | None = None
    """From which address mail is sent; needed with mail_host."""

    mail_dir: Path | None = None
    """Instead of sending: a folder in which mails are written as .eml files. For trying out."""

    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    """How much the server tells about itself; logs hold ids and codes, never content."""

    @property
    def sends_mail(self) -> bool:
        """Whether mail leaves this installation, or is written to a folder."""
        return bool(self.mail_host or self.mail_dir)

    @property
    def sender(self) -> str:
        """From which address mail comes; mails in a folder are from nobody."""
        return self.mail_from or "schakel@localhost"

    @property
    def roles_path(self) -> Path:
        """Where the roles' passwords stand."""
        return self.roles_file or self.data_dir / "roles.json"

    def keyring(self) -> Keyring:
        """The key of the digests, which every process of this installation must read from the same file."""
        return Keyring(self.data_dir / FILE)

    def intake(self) -> Intake:
        """Where files go that are sent along, who looks at them, and how much is taken."""
        scanner = Scanner(self.clamd) if self.clamd else None
        return Intake(Vault(self.data_dir), scanner, self.attachment_limit, self.attachments_per_item)

    def host_names(self) -> frozenset[str]:
        """The host names under which this installation answers."""
        given = (name.strip().lower() for name in self.allowed_hosts.split(","))
        own = LOCAL_NAMES if self.demo else ()
        return frozenset({*filter(None, given), urlsplit(self.public_url).hostname or "", *own})

    def server_url(self) -> URL:
        """The address of the server: the one given, or else of the embedded one in the data directory."""
        if self.database_url is not None:
            return make_url(self.database_url.get_secret_value())
        if (self.data_dir / embedded.MEMORY).exists():
            return embedded.address(self.data_dir)
        raise SettingMissing("SCHAKEL_DATABASE_URL says where PostgreSQL is; without one, use ./demo")

    def role_urls(self) -> dict[str, URL]:
        """How each role whose password this process was given connects."""
        if not self.roles_path.exists():
            raise SettingMissing(
                f"{self.roles_path} with the roles' passwords is missing; `schakel migrate` makes it"
            )
        return role_urls(self.server_url(), json.loads(self.roles_path.read_text()), self.database_name)


class SettingMissing(RuntimeError):
    """Something without which this process cannot work was not set; says what and how."""


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
