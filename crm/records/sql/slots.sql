-- Slots: typed columns that repeat the values of custom fields by which lists are sorted (crm/records/fields/slots.py).
-- Whoever writes `custom`, by whatever way, has them kept in step here.

-- A value of a custom field as its column takes it; NULL for none, and for what is not of its kind.
CREATE FUNCTION crm_slot(kind text, value jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN kind = 'number' AND jsonb_typeof(value) = 'number' THEN value #>> '{}'
    WHEN kind = 'money' AND jsonb_typeof(value -> 0) = 'number' THEN value ->> 0
    WHEN kind = 'day' AND value #>> '{}' ~ '^\d{4}-\d\d-\d\d$' THEN value #>> '{}'
    WHEN kind = 'text' AND jsonb_typeof(value) = 'string' THEN left(value #>> '{}', 200)  -- an index entry holds 2,704 bytes
  END
$$;

-- {slot: value} of what a record's custom values say, for the fields of its type that have one.
CREATE FUNCTION crm_slots(tenant bigint, type text, custom jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(field.slot, crm_slot(field.kind, custom -> ('cf_' || field.id))), '{}')
  FROM records_customfield field
  WHERE field.tenant_id = tenant AND field.record_type = type AND field.sortable AND field.slot <> ''
$$;

-- A row is inserted with its slots. One that is changed gets them by a statement of its own, and only if they differ:
-- a trigger before updates would have PostgreSQL compute every generated column anew with every change of anything.
CREATE FUNCTION crm_keep_slots() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  columns CONSTANT text := 'cf_num_1, cf_num_2, cf_num_3, cf_num_4, cf_num_5, cf_date_1, cf_date_2, cf_date_3, cf_date_4,'
    ' cf_date_5, cf_txt_1, cf_txt_2, cf_txt_3, cf_txt_4, cf_txt_5';
  slots jsonb;
  kept record;
BEGIN
  -- as crm.records.fields.values.hold(): whoever gives a field its slot waits for us, and so finds what we wrote
  PERFORM FROM tenants_tenant WHERE id = NEW.tenant_id FOR SHARE;
  slots := crm_slots(NEW.tenant_id, TG_ARGV[0], NEW.custom);
  IF TG_OP = 'INSERT' THEN
    RETURN jsonb_populate_record(NEW, slots);
  END IF;
  slots := (SELECT jsonb_object_agg(name, NULL) FROM regexp_split_to_table(columns, ', ') name) || slots;
  kept := jsonb_populate_record(NEW, slots);
  IF kept IS DISTINCT FROM NEW THEN
    EXECUTE format('UPDATE %1$s SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1))'
                   ' WHERE tenant_id = $2 AND id = $3', TG_RELID::regclass, columns)
    USING slots, NEW.tenant_id, NEW.id;
  END IF;
  RETURN NULL;
END
$$;
