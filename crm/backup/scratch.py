"""A database beside the real one, made like it, for the length of a proof."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from crm.backup.restoring import Report
from crm.runner.faults import Fault
from crm.runner.places import ROOT

PREFIX = "wasl_proof_"
LIKE = """
    SELECT datlocprovider::text, datlocale, datcollate, datctype FROM pg_database WHERE datname = current_database()
"""
PROVIDERS = {"b": "builtin", "i": "icu", "c": "libc"}


@contextmanager
def database(url):
    """The address of an empty scratch database with the locale of the one in `url`; gone afterwards.

    What a proof that was killed left behind goes first: one proof at a time is the caller's affair.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(f"{PREFIX}{connection.info.dbname}"[:63])
        _drop(connection, name)
        connection.execute(sql.SQL("CREATE DATABASE {} {}").format(name, _like(connection)))
        try:
            yield urlsplit(url)._replace(path=f"/{name.as_string(None).strip(chr(34))}").geturl()
        finally:
            _drop(connection, name)


def _drop(connection, name):
    try:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    except psycopg.errors.InsufficientPrivilege:  # the server's own vacuum is at it, and goes for the plain form only
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


def _like(connection):
    provider, locale, collate, ctype = connection.execute(LIKE).fetchone()
    words = sql.SQL("TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER {} LC_COLLATE {} LC_CTYPE {}").format(
        sql.SQL(PROVIDERS[provider]), collate, ctype
    )
    if provider == "b":
        words += sql.SQL(" BUILTIN_LOCALE {}").format(locale)
    elif provider == "i":
        words += sql.SQL(" ICU_LOCALE {}").format(locale)
    return words


def rebuild(path, url):
    """Restore the archive into the empty database in `url`, in a process that knows no other. Returns a Report.

    Raises Fault when the archive cannot be brought back at all.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", "restore", str(path), "--load-here"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        said = done.stderr.strip().splitlines()
        raise Fault(said[-1] if said else "The restore ended without a word.")
    return Report(**json.loads(lines[-1]))
