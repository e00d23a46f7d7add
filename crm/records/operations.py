"""What a migration does for a type that becomes `customisable` (its model is a Slotted)."""

from django.db import migrations

from crm.records.fields.columns import SLOTS, column, slot_indexes

ALL = ", ".join(f"{{row}}.{slot}" for slots in SLOTS.values() for slot in slots)
CREATE = f"""
    CREATE TRIGGER slots_insert BEFORE INSERT ON {{table}} FOR EACH ROW
        WHEN (NEW.custom <> '{{{{}}}}') EXECUTE FUNCTION crm_keep_slots('{{name}}');
    CREATE TRIGGER slots_update AFTER UPDATE OF custom ON {{table}} FOR EACH ROW
        WHEN ((OLD.custom, {ALL.format(row="OLD")}) IS DISTINCT FROM (NEW.custom, {ALL.format(row="NEW")}))
        EXECUTE FUNCTION crm_keep_slots('{{name}}');
"""
DROP = "DROP TRIGGER slots_insert ON {table}; DROP TRIGGER slots_update ON {table};"


def slots(name, table):
    """The slots of the record type called `name`, their indexes, and what keeps them (sql/slots.sql)."""
    return [
        *(
            migrations.AddField(model_name=name, name=slot, field=column(sort))
            for sort, names in SLOTS.items()
            for slot in names
        ),
        *(migrations.AddIndex(model_name=name, index=index) for index in slot_indexes(name)),
        migrations.RunSQL(CREATE.format(table=table, name=name), DROP.format(table=table)),
    ]
