"""`schakel`: the third edge, as thin as the other two. Each command imports what it needs, so that help is quick."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from api.settings import Settings
    from db.session import Database

app = typer.Typer(
    help="Schakel: the application with which partners fight human trafficking together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where its files stand. Default: ./data")]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8000,
    data_dir: DataDir = None,
) -> None:
    """Start everything on this machine, with a made-up region."""
    from api import launch

    settings = _settings(data_dir, demo=True, public_url=f"http://127.0.0.1:{port}")
    launch.demo(settings, port)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes; two for each core is a good start.")] = 2,
) -> None:
    """Serve portal and API, in production."""
    from api import serving
    from web import vendor

    settings = _settings()
    # Say now what is missing, not in each process.
    settings.role_urls()
    vendor.check()
    serving.serve(settings, host, port, workers)


@app.command()
def worker() -> None:
    """Relay the outbox, seal the logs and keep the clock, until asked to stop."""
    import logging
    import signal
    import threading

    from api import worker
    from api.mail import mailing_of

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    settings = _settings()
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of its plug-ins
    database = _database(settings, at_least=worker.CONNECTIONS)
    worker.run(
        database, stop, data_dir=settings.data_dir, mailing=mailing_of(settings), intake=settings.intake()
    )


@app.command()
def migrate(
    bootstrap_url: Annotated[
        str | None,
        typer.Option(
            help="A superuser's postgresql:// address: makes roles and database first. `-` reads it."
        ),
    ] = None,
    hand_out: Annotated[
        Path | None,
        typer.Option(
            help="With --bootstrap-url: a folder in which each process gets a roles file of its own."
        ),
    ] = None,
) -> None:
    """Bring the database up to date; the first time with --bootstrap-url."""
    from sqlalchemy import make_url

    from db import bootstrap

    settings = _settings()
    if bootstrap_url is None:
        urls = settings.role_urls()
    else:
        superuser = make_url(sys.stdin.readline().strip() if bootstrap_url == "-" else bootstrap_url)
        passwords = bootstrap.role_passwords(settings.roles_path)
        bootstrap.bootstrap(superuser, passwords, settings.database_name)
        if hand_out is not None:
            bootstrap.hand_out(passwords, hand_out)
        urls = bootstrap.role_urls(superuser, passwords, settings.database_name)
    bootstrap.migrate(urls["owner"])
    _index_once(urls, settings)
    print("The database is up to date.")


@app.command()
def create_administrator(
    organisation: Annotated[
        str, typer.Option(prompt=True, help="Name of the organisation, made when missing.")
    ],
    name: Annotated[str, typer.Option(prompt=True, help="Name of the person.")],
    email: Annotated[str, typer.Option(prompt=True, help="Address to sign in with.")],
    data_dir: DataDir = None,
) -> None:
    """Make the first functional administrator, who then sets a password and a second factor."""
    from domain import accounts

    settings = _settings(data_dir)
    with _database(settings).session_as("login") as session:
        code = accounts.create_first_administrator(session, organisation, name, email)
        session.commit()
    print(f"Go to {settings.public_url}/enrolment within a day and give this code, which works once:\n{code}")


@app.command()
def verify_log(
    export: Annotated[
        Path | None, typer.Argument(help="An exported log; without one, the database's.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(help="Public key of the checkpoints. Default: in the data directory.")
    ] = None,
    checkpoints: Annotated[
        Path | None, typer.Option(help="Checkpoints kept elsewhere, without which a cut end stays unseen.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Check that nobody changed, removed, added or reordered a line of either log."""
    from domain import audit
    from domain.audit import keys

    settings = _settings(data_dir)
    if export is None:
        with _database(settings).session_as("auditor") as session:
            report = audit.verify_database(session, settings.data_dir)
    else:
        key = public_key or settings.data_dir / keys.PUBLIC
        report = audit.verify_export(export, checkpoints or settings.data_dir / keys.CHECKPOINTS, key)
    print(report)
    raise typer.Exit(report.exit_code)


@app.command()
def export_log(
    path: Annotated[Path, typer.Argument(help="The file to write; only its owner can read it.")],
    data_dir: DataDir = None,
) -> None:
    """Write both logs with their chain to a file that `verify-log` can check without a database."""
    from domain import audit

    with _database(_settings(data_dir)).session_as("auditor") as session:
        print(f"{audit.export(session, path)} lines")


@app.command()
def rotate_keys(data_dir: DataDir = None) -> None:
    """Sign access tokens with a new key; the old one still verifies until its tokens have run out."""
    from api import tokens

    with _database(_settings(data_dir)).session_as("login") as session:
        key = tokens.rotate(session)
        session.commit()
    print(f"New tokens are signed with key {key}.")


@app.command()
def rotate_digest_key(data_dir: DataDir = None) -> None:
    """Make every digest of known / not known and of connections anew with a new key; the old one is gone.

    Nobody has to stop working; until what is written down is filed anew, fewer connections are proposed.
    """
    _digest_anew(_settings(data_dir), new_key=True)


@app.command()
def rotate_attachment_key(data_dir: DataDir = None) -> None:
    """Wrap the keys of all attached files with a new master key; the old one is gone. Nobody has to stop working."""
    from domain import attachments

    settings = _settings(data_dir)
    with _database(settings).session_as("owner") as session:
        count = attachments.rotate(session, settings.intake().vault.keys)
    print(f"The keys of {count} files were wrapped anew.")


@app.command()
def rebuild_digests(data_dir: DataDir = None) -> None:
    """Make every digest of known / not known and of connections anew with the same key, as after a restored backup."""
    _digest_anew(_settings(data_dir), new_key=False)


def _digest_anew(settings: "Settings", *, new_key: bool) -> None:
    from domain import digests, filing

    with _database(settings).session_as("owner") as session:
        count = digests.rebuild(session, settings.keyring(), new_key=new_key)
        filed = filing.file_missing(session, settings.keyring())
    print(f"{count} digests were made anew, and {filed} persons and things filed anew.")


@app.command(
    epilog="Columns that are recognised, without capitals, spaces and punctuation: id; given_name; initials; prefix; surname; full_name;"
    " date_of_birth or birth_year, birth_month, birth_day; street; house_number; house_addition; address_line; address;"
    " postcode; town; phone; email; person_number; document; account; licence_plate. Each has other names too, Dutch ones"
    " among them (--columns lists all). Other columns are told of and not compared. What comes out: left_id, right_id,"
    " score (bits), band, how far it leads on either side, and the explanation, of which the terms add up to the score."
)
def connect(
    left: Annotated[
        Path | None, typer.Argument(help="A file with a line of column names; , ; tab or | between.")
    ] = None,
    right: Annotated[
        Path | None, typer.Argument(help="Where to look; without it, LEFT is compared with itself.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The file of pairs to write.")] = Path("pairs.csv"),
    map: Annotated[
        list[str] | None, typer.Option(help="theirs=ours: what a column of another name says. Repeatable.")
    ] = None,
    least: Annotated[
        float, typer.Option(help="The least score, in bits: 0 is as likely one person as not.")
    ] = 0,
    columns: Annotated[
        bool, typer.Option("--columns", help="List the columns with all their names, and stop.")
    ] = False,
) -> None:
    """Find who is probably the same person in one or two files, and say why. Nothing is merged or kept."""
    from api import connect as connecting

    if columns:
        print(connecting.described())
        return
    if left is None:
        raise typer.BadParameter("Which file?", param_hint="LEFT")
    print("\n".join(connecting.run(left, right, out, map or [], least)))


def _index_once(urls: dict[str, Any], settings: "Settings") -> None:
    """What was written before there was an index or an order by name gets its place when the database is brought up to date."""
    from db.session import Database
    from domain import cases, digests, filing

    database = Database(urls)
    with database.session_as("owner") as session:
        cases.put_in_order(session)
        if not digests.is_indexed(session):
            digests.rebuild(session, settings.keyring())
        filing.file_missing(session, settings.keyring())
    database.dispose()


def main() -> None:
    """Run a command; what the user can do something about is told in a sentence, not in a traceback."""
    try:
        app()
    except Exception as error:
        sentence = _explained(error)
        if sentence is None:
            raise
        sys.exit(f"\n{sentence}")


def _explained(error: Exception) -> str | None:
    from sqlalchemy.exc import OperationalError

    from api.connect.files import Unusable
    from api.launch import LaunchFailed
    from api.settings import SettingMissing
    from db.embedded import AlreadyInUse, ServerFailed
    from domain.errors import DomainError
    from web.vendor import AssetError

    match error:
        case LaunchFailed() | SettingMissing() | Unusable() | AlreadyInUse() | ServerFailed() | AssetError():
            return str(error)
        case OSError(filename=str() | Path()):
            return f"{error.filename}: {error.strerror}"
        case OperationalError():
            return f"The database does not answer: {error.orig}"
        case DomainError():
            return f"Refused: {error.code} {error.facts or ''}"
    return None


def _settings(data_dir: Path | None = None, **given: Any) -> "Settings":
    """The settings, with what the command line says instead of the environment."""
    from api.settings import Settings

    if data_dir is not None:
        given["data_dir"] = data_dir
    return Settings(**given)


def _database(settings: "Settings", *, at_least: int = 1) -> "Database":
    from db.session import Database

    return Database(
        settings.role_urls(), pool_size=max(settings.pool_size, at_least), keyring=settings.keyring()
    )


if __name__ == "__main__":
    main()
