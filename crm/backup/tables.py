"""What has to be saved, as the database's own catalogue has it: so a table that is added tomorrow is saved too."""

from dataclasses import dataclass

from psycopg import sql

TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
           (SELECT array_agg(k.attname::text ORDER BY place) FROM pg_index i,
                   unnest(i.indkey::smallint[]) WITH ORDINALITY AS key(attnum, place)
                   JOIN pg_attribute k ON k.attnum = key.attnum
            WHERE i.indrelid = c.oid AND i.indisprimary AND k.attrelid = c.oid)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    GROUP BY c.oid, c.relname ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
# One spelling of every value, whatever the server was told.
SPELLING = """
    SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC';
    SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8'
"""


@dataclass(frozen=True)
class Table:
    """A table's name, the columns that are stored rather than computed, and those of its primary key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def rows_out(self):
        """COPY TO in the order of the key: the same rows are the same bytes."""
        return sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
            _names(self.columns), sql.Identifier(self.name), _names(self.key or self.columns)
        )

    def rows_in(self):
        return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.name), _names(self.columns))


def _names(columns):
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def tables(connection):
    return [Table(name, tuple(columns), tuple(key or ())) for name, columns, key in connection.execute(TABLES)]


def sequences(connection):
    """{name: [last value, whether it was given out]}."""
    names = [name for (name,) in connection.execute(SEQUENCES)]
    read = sql.SQL("SELECT last_value, is_called FROM {}")
    return {name: list(connection.execute(read.format(sql.Identifier(name))).fetchone()) for name in names}


def foreign_keys(connection):
    """[(table, name, definition)], the table's name quoted where it has to be."""
    return connection.execute(KEYS).fetchall()


def migrations(connection):
    """[[app, name]] of those applied; none in an empty database."""
    if connection.execute("SELECT to_regclass('django_migrations')").fetchone()[0] is None:
        return []
    return [list(row) for row in connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")]
