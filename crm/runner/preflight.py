"""What must be true before Wasl serves. Each check passes silently or raises a Fault that says what to do."""

import errno
import socket

import psycopg

from crm.runner.faults import Fault
from crm.runner.ping import NoPong, ping

PLAIN_ROLE = "crm_app"
OLDEST = 17  # its built-in Unicode locale
EXTENSIONS = ("pg_trgm",)
GUIDE = "see “Your own PostgreSQL” in docs/operations.md"


def check_port(host, port):
    """That the address is free to listen on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Fault(
                f"Port {port} on {host} is taken by another program: stop that program or choose a port, "
                f"for example PORT={port + 1}."
            ) from None
        raise Fault(f"Cannot listen on {host}:{port} ({error.strerror}): choose another HOST or PORT.") from None


def check_database(url):
    """That the database is there, walled and able to read Arabic script. Returns a line that describes it."""
    check_wall(url)
    with reach(url) as connection:
        for check in (check_encoding, check_extensions):
            check(connection)
        version = connection.info.parameter_status("server_version").split()[0]
        return f"PostgreSQL {version}, database {connection.info.dbname} as {connection.info.user}"


def check_wall(url):
    """That no role Wasl uses could pass the wall between workspaces."""
    with reach(url) as connection:
        for check in (check_version, check_login, check_plain_role, check_tables):
            check(connection)
    with reach(url, options=f"-c role={PLAIN_ROLE}") as connection:
        if not one(connection, "SELECT current_user = %s", [PLAIN_ROLE])[0]:
            raise Fault(
                f"Connections do not take the role {PLAIN_ROLE}: something between here and PostgreSQL drops their "
                "startup options. Name PostgreSQL itself in DATABASE_URL, or let the pooler pass them on."
            )


def reach(url, **more):
    """A connection to the database at this address."""
    try:
        return psycopg.connect(url, connect_timeout=5, **more)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise Fault(f"The database does not answer ({reason}): start it, or correct DATABASE_URL.") from None


def one(connection, query, values=None):
    return connection.execute(query, values).fetchone()


def check_version(connection):
    if connection.info.server_version // 10000 < OLDEST:
        found = connection.info.parameter_status("server_version")
        raise Fault(f"PostgreSQL {found} is too old: Wasl needs version {OLDEST} or later.")


def check_login(connection):
    """That the login itself stands before the wall, and may become the plain role."""
    name, superuser, bypasses = one(
        connection, "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user"
    )
    if superuser or bypasses:
        power = "a superuser" if superuser else "a role with BYPASSRLS"
        raise Fault(
            f"The database role {name} is {power}, whom the wall between workspaces does not stop: "
            f"use a role without that right in DATABASE_URL ({GUIDE})."
        )
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(f"SET LOCAL ROLE {PLAIN_ROLE}")
    except psycopg.errors.UndefinedObject:
        raise Fault(f"The database has no role {PLAIN_ROLE}: create it ({GUIDE}).") from None
    except psycopg.errors.InsufficientPrivilege:
        raise Fault(f"The role {name} may not become {PLAIN_ROLE}: run GRANT {PLAIN_ROLE} TO {name}.") from None
    except psycopg.errors.InvalidParameterValue:
        raise Fault(f"The database has no role {PLAIN_ROLE}: create it ({GUIDE}).") from None


def check_plain_role(connection):
    """That the role everything runs as has no way over the wall."""
    superuser, bypasses, climbs = one(
        connection,
        "SELECT rolsuper, rolbypassrls, pg_has_role(oid, session_user::regrole::oid, 'MEMBER')"
        " FROM pg_roles WHERE rolname = %s",
        [PLAIN_ROLE],
    )
    for wrong, what, cure in (
        (superuser, "is a superuser", f"run ALTER ROLE {PLAIN_ROLE} NOSUPERUSER"),
        (bypasses, "bypasses row-level security", f"run ALTER ROLE {PLAIN_ROLE} NOBYPASSRLS"),
        (climbs, "is a member of the owner's role", f"run REVOKE {connection.info.user} FROM {PLAIN_ROLE}"),
    ):
        if wrong:
            raise Fault(f"The role {PLAIN_ROLE} {what}, so the wall between workspaces would not hold: {cure}.")


def check_tables(connection):
    """That the plain role owns no table (owners pass the wall) and may use those that are there."""
    owned, closed = one(
        connection,
        "SELECT min(relname) FILTER (WHERE relowner = role.oid),"
        " min(relname) FILTER (WHERE relkind = 'r' AND NOT has_table_privilege(role.oid, c.oid, 'SELECT, INSERT'))"
        " FROM pg_class c, pg_roles role WHERE role.rolname = %s"
        " AND relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace",
        [PLAIN_ROLE],
    )
    if owned:
        raise Fault(
            f"The table {owned} belongs to {PLAIN_ROLE}, and an owner passes the wall between workspaces: "
            f"run REASSIGN OWNED BY {PLAIN_ROLE} TO {connection.info.user}."
        )
    if closed:
        raise Fault(
            f"The role {PLAIN_ROLE} may not use the table {closed}: grant it the rights of every table ({GUIDE})."
        )


def check_encoding(connection):
    (encoding,) = one(connection, "SHOW server_encoding")
    if encoding != "UTF8":
        raise Fault(f"The database is stored as {encoding}: make one with ENCODING 'UTF8' ({GUIDE}).")


def check_extensions(connection):
    """That trigrams are there, or may be installed by a migration, and see Arabic letters. Changes nothing."""
    with connection.transaction(force_rollback=True):
        for name in EXTENSIONS:
            _try_extension(connection, name)
        (letters,) = one(connection, "SELECT show_trgm('پدر')")
    if not letters:
        (ctype,) = one(connection, "SELECT datctype FROM pg_database WHERE datname = current_database()")
        raise Fault(
            f"The database was made with LC_CTYPE={ctype}, under which searching sees no Arabic or Persian letters: "
            f"make one with LOCALE 'C.UTF-8' ({GUIDE})."
        )


def _try_extension(connection, name):
    database = connection.info.dbname
    try:
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except psycopg.errors.InsufficientPrivilege:
        raise Fault(
            f"As a superuser, run CREATE EXTENSION {name} in the database {database}: its owner may not."
        ) from None
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile):
        raise Fault(f"PostgreSQL has no extension {name}: install the contrib package of its version.") from None


def check_queue(url):
    """That Redis or Valkey answers. Returns a line that says where."""
    try:
        ping(url)
    except NoPong as reason:
        raise Fault(f"The queue does not answer ({reason}): start Redis or Valkey, or correct REDIS_URL.") from None
    return f"queue and cache at {url.rpartition('@')[2].partition('?')[0]}"
