-- Of the two forms of a name the one that readers of a script know it by; the first where only that is known, or where
-- both are in the same script. Any script but Arabic counts as Latin. crm.lib.text.name_in is the twin in Python.
-- Stored columns keep what this gave: change it under a new name only.

CREATE FUNCTION crm_is_arabic(t text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT t COLLATE "C" ~ '[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]'
$$;

CREATE FUNCTION crm_name_arab(name text, other text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN other <> '' AND public.crm_is_arabic(other) AND NOT public.crm_is_arabic(name)
        THEN other ELSE name END
$$;

CREATE FUNCTION crm_name_latn(name text, other text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN other <> '' AND NOT public.crm_is_arabic(other) AND public.crm_is_arabic(name)
        THEN other ELSE name END
$$;
