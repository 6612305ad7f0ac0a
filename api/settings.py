"""The environment, read once into one typed value. Nothing else in Schakel reads the environment."""

import json
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url

from db import embedded
from db.bootstrap import DATABASE, role_urls


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

    body_limit: int = Field(default=4_000_000, ge=100_000)
    """Largest request in bytes; what is larger is refused with 413."""

    security_contact: str = "mailto:security@example.org"
    """Contact in /.well-known/security.txt (RFC 9116)."""

    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    """How much the server tells about itself; logs hold ids and codes, never content."""

    @property
    def roles_path(self) -> Path:
        """Where the roles' passwords stand."""
        return self.roles_file or self.data_dir / "roles.json"

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
