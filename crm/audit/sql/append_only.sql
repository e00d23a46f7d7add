-- Nobody changes an entry. The plain role lacks the right; this stops the owner's hand as well, but for two things:
-- the seal itself, and the removal of what is too old, or of a whole workspace, which has to announce itself by
-- crm.audit_retention = on (see audit_prune).
CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seal CONSTANT text[] := ARRAY['number', 'previous', 'hash'];
    retention CONSTANT boolean := current_user <> 'crm_app' AND current_setting('crm.audit_retention', true) = 'on';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT retention THEN  -- an archive that is brought back keeps its times and seals
            NEW.at := clock_timestamp();
            NEW.number := NULL;
            NEW.previous := NULL;
            NEW.hash := NULL;
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.hash IS NULL AND NEW.hash IS NOT NULL AND to_jsonb(NEW) - seal = to_jsonb(OLD) - seal THEN
            RETURN NEW;
        END IF;
    ELSIF retention THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_guard();

REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM crm_app;

-- What a hash covers. crm.audit.chain says the same in its own words, to check this one.
CREATE OR REPLACE FUNCTION audit_hash(e audit_entry, place bigint, before text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(before || jsonb_build_array(
        place, e.tenant_id, e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_kind,
        e.actor_id, e.actor_name, e.action, e.record_type, e.record_id, host(e.address), e.request_id, e.data
    )::text, 'UTF8')), 'hex')
$$;

-- Chain what is not chained yet, at most so many entries of each workspace. Who writes does not wait for this: a row
-- that commits late simply gets the next number. One sealer a workspace; a second one passes by.
CREATE OR REPLACE FUNCTION audit_seal(most integer) RETURNS TABLE (tenant bigint, head bigint, head_hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    e audit_entry;
    fresh text;
BEGIN
    FOR tenant IN SELECT DISTINCT tenant_id FROM audit_entry WHERE audit_entry.hash IS NULL LOOP
        CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended('audit_seal', tenant));
        SELECT number, hash INTO head, head_hash FROM audit_entry
            WHERE tenant_id = tenant AND number IS NOT NULL ORDER BY number DESC LIMIT 1;
        head := coalesce(head, 0);
        head_hash := coalesce(head_hash, repeat('0', 64));
        FOR e IN SELECT * FROM audit_entry a WHERE a.tenant_id = tenant AND a.hash IS NULL ORDER BY a.id LIMIT most LOOP
            fresh := audit_hash(e, head + 1, head_hash);
            UPDATE audit_entry SET number = head + 1, previous = head_hash, hash = fresh WHERE id = e.id;
            head := head + 1;
            head_hash := fresh;
        END LOOP;
        RETURN NEXT;
    END LOOP;
END
$$;

-- The newest seal of every workspace, for publishing it elsewhere. Hashes tell nothing of what they seal.
CREATE OR REPLACE FUNCTION audit_heads() RETURNS TABLE (tenant bigint, head bigint, head_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.id, newest.number, newest.hash::text FROM tenants_tenant t CROSS JOIN LATERAL (
        SELECT e.number, e.hash FROM audit_entry e
        WHERE e.tenant_id = t.id AND e.number IS NOT NULL ORDER BY e.number DESC LIMIT 1) newest
$$;

-- Retention: drop the sealed entries before a day, but never the newest seal, and say so in the trail: what is left
-- then begins at a place and hash that an entry vouches for. For the owner only.
CREATE OR REPLACE FUNCTION audit_prune(workspace bigint, before timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last audit_entry;
    gone bigint;
BEGIN
    SELECT * INTO last FROM audit_entry a WHERE a.tenant_id = workspace AND a.number IS NOT NULL
        AND a.number < coalesce((SELECT min(b.number) FROM audit_entry b
                                 WHERE b.tenant_id = workspace AND b.at >= before AND b.number IS NOT NULL),
                                (SELECT max(b.number) FROM audit_entry b WHERE b.tenant_id = workspace))
        ORDER BY a.number DESC LIMIT 1;
    IF last.id IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('crm.audit_retention', 'on', true);
    DELETE FROM audit_entry WHERE tenant_id = workspace AND number <= last.number;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('crm.audit_retention', '', true);
    INSERT INTO audit_entry (tenant_id, actor_kind, actor_name, action, record_type, request_id, data)
        VALUES (workspace, 'system', '', 'audit.pruned', '', '',
                jsonb_build_object('number', last.number, 'hash', last.hash, 'count', gone, 'before', before));
    RETURN gone;
END
$$;
REVOKE EXECUTE ON FUNCTION audit_prune(bigint, timestamptz) FROM PUBLIC;
