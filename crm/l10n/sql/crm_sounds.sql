-- The second key of names: what the spellings of one name share in Latin and in Arabic script.
--
-- Arabic script writes consonants and long vowels and leaves short ones out; Latin writes all vowels, and does not tell
-- long from short. So a word has keys of three kinds, told apart by their first letter:
--   s   an Arabic word as it is written: محمد sMHMD, حسین sHSYN, حسن sHSN
--   x   a Latin word in each way in which Arabic script might write it: Hassan xHSN xHSAN xHASAN
--   l   a Latin word by its consonants and the quality of its vowels: Mohammad, Muhammed lMuHaMaD
-- A Latin word is compared with Latin ones by l and with Arabic ones by x and s; x is never compared with x, for
-- Karim and Karam might both be كارم. Letters that the languages write in turn share a class: ق غ q gh, ج ژ j zh,
-- س ص ث s th, ذ ز ظ z, ط ت t, و v w; ض is d and z, k is ك and ق, g is گ and ج, ch is چ and ش.
--
-- Calls name their schema, since a dump is restored without a search path.
-- Stored columns keep what this gave: change it under a new name only.

-- PostgreSQL keeps 32 compiled expressions a connection, and compiling takes longer than all else here: so the rare
-- ones are asked for behind a strpos(), and letters are told by translate() and replace().

-- The words of a name, one space apart, compounds put together or apart as one of their spellings has them.
CREATE FUNCTION crm_name_words(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    s text COLLATE "C" := translate(public.crm_norm(t), '''`´ʻʼʽʾʿ‘’', '');
BEGIN
    IF strpos(s, 'abd') > 0 THEN
        s := regexp_replace(s, '(^| )abd[ -]?[aeiou]l[ -]?(?=[a-z]{2})', '\1abd', 'g');
        s := regexp_replace(s, '(^| )abd[ -]?[aeiou]?([rsndtz])[ -]?\2', '\1abd\2', 'g');
    END IF;
    IF strpos(s, '-') > 0 THEN
        s := regexp_replace(s, '(^| )([ae]([lrndtz]|sh?)|[ui]l)-(?=[a-z])', '\1', 'g');
    END IF;
    s := btrim(regexp_replace(s, '[^a-z\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a4\u06af]+', ' ', 'g'));
    IF strpos(s, 'din') > 0 OR strpos(s, 'den') > 0 OR strpos(s, 'deen') > 0 THEN
        s := regexp_replace(s, ' ?[aeiou]?[ld]? ?d([ei]+)n( |$)', 'din\2', 'g');
    END IF;
    IF strpos(s, 'ab') > 0 THEN
        s := regexp_replace(s, '(^| )abo?o?u? (?=[a-z]{2})', '\1abu', 'g');
    END IF;
    IF strpos(s, 'reza') + strpos(s, 'ali') + strpos(s, 'ssein') + strpos(s, 'hasan') + strpos(s, 'hdi') > 0 THEN
        s := regexp_replace(s, '(^| )(m[ou]+ham+[ae]d|ali|amir|gh?olam|h[ou]s+ei?n|has+an|se?yed)'
            '(reza|ali|h[ou]s+[aei]+n|has+an|m[ae]hdi)(?= |$)', '\1\2 \3', 'g');
    END IF;
    IF s COLLATE "C" > '{' THEN
        IF strpos(s, 'عبد') > 0 THEN
            s := regexp_replace(s, '(^| )عبد ?ال ?(?=[^ ]{2})', '\1عبد', 'g');
        END IF;
        s := replace(replace(replace(s, ' الدين', 'دين'), 'الدين', 'دين'), 'رحمن', 'رحمان');
        s := replace(replace(s, 'اسحق', 'اسحاق'), 'اسمعيل', 'اسماعيل');
        IF strpos(s, 'رضا') + strpos(s, 'علي') + strpos(s, 'حسين') + strpos(s, 'حسن') + strpos(s, 'مهدي') > 0 THEN
            s := regexp_replace(s, '(^| )(محمد|علي|امير|غلام|حسين|حسن|سيد)(رضا|علي|حسين|حسن|مهدي|محمد)(?= |$)',
                '\1\2 \3', 'g');
        END IF;
    END IF;
    IF strpos(s, ' ') = 0 THEN
        RETURN s;
    END IF;
    s := replace(replace(' ' || s || ' ', ' ابو ', ' ابو'), ' ', '  ');
    s := replace(replace(replace(s, ' ال ', ''), ' بن ', ''), ' ابن ', '');
    s := replace(replace(replace(replace(s, ' al ', ''), ' el ', ''), ' bin ', ''), ' ibn ', '');
    RETURN btrim(replace(replace(replace(s, '    ', ' '), '   ', ' '), '  ', ' '));
END
$$;

-- Spellings that no rule of letters brings together.
CREATE FUNCTION crm_usual_spelling(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF word IN ('mhd', 'mohd', 'muhd', 'md', 'mhmd') THEN
        RETURN 'mohamad';
    ELSIF left(word, 1) IN ('y', 'j') AND word ~ '^[yj]o?u?o?s+[eui]f+$' THEN
        RETURN 'yusuf';
    ELSIF word IN ('rida', 'ridha', 'redha', 'reda') THEN
        RETURN 'reza';
    ELSIF word IN ('ramadan', 'ramadhan', 'ramadaan') THEN
        RETURN 'ramazan';
    ELSIF left(word, 2) IN ('mo', 'mu') AND word ~ '^m[ou]rt[ae][dz]h?a$' THEN
        RETURN 'morteza';
    ELSIF word IN ('fadel', 'fadhel', 'fadil', 'fadhil') THEN
        RETURN 'fazil';
    ELSIF left(word, 2) = 'da' AND word ~ '^da[owv]*(u|oo|ou)d$' THEN
        RETURN 'dawud';
    ELSIF word IN ('ishaq', 'ishak', 'eshaq', 'eshagh', 'ishagh', 'ishaaq') THEN
        RETURN 'isHaq';
    ELSIF word IN ('ayesha', 'ayisha') THEN
        RETURN 'aisha';
    ELSIF word = 'عمرو' THEN
        RETURN 'عامرو'; -- with a sign of its own, for عمر is another name
    END IF;
    RETURN word;
END
$$;

-- A Latin word with one sign for each sound: capitals and digits are consonants, I and U long vowels, y and w those of
-- "Hussein" and "Tawfiq", o that of "Fuad", e a vowel that may be any.
CREATE FUNCTION crm_latin_signs(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    s text COLLATE "C" := replace(replace(replace(replace(replace(replace(replace(
        word, 'aa', 'a'), 'ee', 'I'), 'ii', 'I'), 'eyi', 'ei'), 'ou', 'U'), 'oo', 'U'), 'uu', 'U');
BEGIN
    IF strpos(s, 'h') > 0 THEN
        s := replace(replace(replace(replace(replace(s, 'kh', 'X'), 'gh', 'Q'), 'tch', '8'), 'ch', '8'), 'sh', '2');
        s := replace(replace(replace(replace(s, 'th', '5'), 'dh', '3'), 'zh', 'J'), 'ph', 'F');
    END IF;
    s := replace(replace(replace(s, 'dj', 'J'), 'ck', '6'), 'x', '6S');
    -- y and w are consonants before a vowel, else a part of the one before
    IF translate(s, 'yvw', '') <> s THEN
        s := regexp_replace(s, 'y+(?=[aeiouIU])', 'Y', 'g');
        s := regexp_replace(s, 'v+|w+(?=[aeiouIU])', 'W', 'g');
        s := translate(s, 'yw', 'iu');
    END IF;
    IF s ~ '[aeiouIUY]{2}' THEN
        s := regexp_replace(s, '([^aeiouIU])[ie]+(Y|(?=[aouU]))', '\1Y', 'g');
        s := regexp_replace(s, '[ouU]+Wa|[ouU]+a(?![ieI])', '4', 'g');
        s := regexp_replace(s, '[aouU]*[ae]+[iIe]+|[ouU]+[iIe]+', 'y', 'g');
        s := regexp_replace(s, 'a[ouU]+', 'w', 'g');
    END IF;
    s := regexp_replace(translate(s, 'obptjhdrzsflmnqkgc4', 'uBPTJHDRZSFLMNQ676o'), '(.)\1+', '\1', 'g');
    IF right(s, 1) IN ('a', 'e', 'H') THEN
        s := left(s, 1) || rtrim(rtrim(substr(s, 2), 'H'), 'ae') || 'H';
    END IF;
    RETURN s;
END
$$;

-- Keys l: consonants, and the quality of vowels. `shape` is the signs with every consonant a C.
CREATE FUNCTION crm_latin_heard(signs text, shape text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    s text COLLATE "C" := translate(replace(signs, 'o', 'ua'), 'IUwQC8567', 'iuuK22SKJ');
    part text;
    keys text;
BEGIN
    IF shape IN ('CaCeC', 'aCeC') THEN
        s := replace(s, 'e', 'i');
    END IF;
    FOREACH part IN ARRAY string_to_array(s, 'e') LOOP
        keys := CASE WHEN keys IS NULL THEN 'l' || part || ' '
            WHEN length(keys) > 400 THEN replace(keys, ' ', 'a' || part || ' ')
            ELSE replace(keys, ' ', 'a' || part || ' ') || replace(keys, ' ', 'i' || part || ' ') END;
    END LOOP;
    RETURN CASE WHEN strpos(keys, '3') > 0 THEN replace(keys, '3', 'D') || replace(keys, '3', 'Z') ELSE keys END;
END
$$;

-- Keys x: as Arabic script might write it. Each sign lengthens every key, or doubles them where it can be read twice.
CREATE FUNCTION crm_latin_spelled(signs text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    keys text := 'x ';
    sign text;
    one text;
    other text;
    size integer := length(signs);
BEGIN
    FOR at IN 1..size LOOP
        sign := substr(signs, at, 1);
        other := NULL;
        IF strpos('BPTJHDRZSFLMNQXWY2', sign) > 0 THEN
            one := sign;
            IF sign = 'H' AND at = size AND size > 1 THEN
                other := 'Y'; -- ى, too, is an a at the end
            END IF;
        ELSIF at = 1 AND strpos('aeiouIUywA', sign) > 0 THEN
            one := CASE sign WHEN 'I' THEN 'AY' WHEN 'y' THEN 'AY' WHEN 'w' THEN 'AW' WHEN 'U' THEN 'AW' ELSE 'A' END;
            other := CASE sign WHEN 'a' THEN '1' WHEN 'A' THEN '1' WHEN 'i' THEN 'AY' WHEN 'u' THEN 'AW'
                WHEN 'y' THEN '1Y' END;
        ELSE
            one := CASE sign WHEN 'a' THEN 'A' WHEN 'i' THEN 'Y' WHEN 'I' THEN 'Y' WHEN 'u' THEN 'W' WHEN 'U' THEN 'W'
                WHEN 'y' THEN 'Y' WHEN 'w' THEN 'W' WHEN 'o' THEN 'WA' WHEN 'e' THEN '' WHEN '3' THEN 'D'
                WHEN '5' THEN 'S' WHEN '6' THEN 'K' WHEN '7' THEN 'G' WHEN '8' THEN 'C' ELSE sign END;
            other := CASE sign WHEN 'a' THEN '' WHEN 'y' THEN 'AY' WHEN 'w' THEN 'AW' WHEN 'o' THEN 'A'
                WHEN '3' THEN 'Z' WHEN '5' THEN 'TH' WHEN '6' THEN 'Q' WHEN '7' THEN 'J' WHEN '8' THEN '2' END;
            IF at < size AND (sign IN ('i', 'u') OR sign = 'U' AND at < size - 1) THEN
                other := '';
            END IF;
        END IF;
        IF other IS NULL OR length(keys) > 500 THEN
            keys := replace(keys, ' ', one || ' ');
        ELSE
            keys := replace(keys, ' ', one || ' ') || replace(keys, ' ', other || ' ');
        END IF;
    END LOOP;
    RETURN replace(replace(replace(keys, 'YY', 'Y'), 'WW', 'W'), 'AH ', 'H ');
END
$$;

-- The key of an Arabic word: as it is written.
CREATE FUNCTION crm_arabic_spelled(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    s text COLLATE "C" := translate(
        word, 'ابپتثجچحخدذرزژسشصضطظعغفقكگلمنوهيڤ', 'ABPTSJCHXDZRZJS2S3TZEQFQKGLMNWHYW');
BEGIN
    s := CASE WHEN left(s, 2) = 'EA' THEN '1' || substr(s, 3) WHEN left(s, 1) = 'E' THEN 'A' || substr(s, 2) ELSE s END;
    s := regexp_replace(replace(s, 'E', ''), '(.)\1+', '\1', 'g');
    IF right(s, 1) IN ('A', 'H') THEN
        s := left(s, 1) || rtrim(substr(s, 2), 'AH') || 'H';
    END IF;
    RETURN CASE WHEN strpos(s, '3') > 0 THEN ARRAY['s' || replace(s, '3', 'D'), 's' || replace(s, '3', 'Z')]
        ELSE ARRAY['s' || s] END;
END
$$;

-- The keys of one word of crm_name_words.
CREATE FUNCTION crm_word_sounds(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    s text COLLATE "C" := public.crm_usual_spelling(left(word, 24));
    shape text;
    keys text;
BEGIN
    IF s > '{' COLLATE "C" THEN
        RETURN public.crm_arabic_spelled(s);
    END IF;
    s := public.crm_latin_signs(s);
    shape := translate(s, 'BPTJHDRZSFLMNQXW235678', 'CCCCCCCCCCCCCCCCCCCCCC');
    keys := public.crm_latin_heard(s, shape);
    IF s = 'aMR' THEN
        keys := keys || 'x1MRW '; -- عمرو
    ELSIF shape IN ('CaCiC', 'aCiC') THEN -- Karim or Khalid: one is long
        keys := keys || public.crm_latin_spelled(replace(s, 'i', 'I'))
            || public.crm_latin_spelled(replace(replace(s, 'a', 'A'), 'i', ''));
    ELSIF shape IN ('CaCeC', 'aCeC') THEN -- Salem
        keys := keys || public.crm_latin_spelled(replace(s, 'a', 'A'));
    ELSIF shape = 'CaCaC' AND right(s, 1) <> 'H' THEN -- Karam, Jamal, Sanaz; hardly ever as in سالم
        keys := keys || public.crm_latin_spelled(replace(s, 'a', 'A')) || public.crm_latin_spelled(left(s, 1) || substr(s, 3));
    ELSIF right(shape, 3) = 'aCC' AND length(s) > 3 AND right(s, 1) <> 'H' THEN -- Nasr: short
        keys := keys || public.crm_latin_spelled(left(s, -3) || right(s, 2));
    ELSE
        keys := keys || public.crm_latin_spelled(s);
    END IF;
    RETURN string_to_array(rtrim(keys), ' ');
END
$$;

-- A word's keys, and those of the word without the article it may begin with.
CREATE FUNCTION crm_sounds_of(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF left(word, 2) IN ('al', 'el') AND length(word) > 5 OR left(word, 2) = 'ال' AND length(word) > 4 THEN
        RETURN public.crm_word_sounds(word) || public.crm_word_sounds(substr(word, 3));
    END IF;
    RETURN public.crm_word_sounds(word);
END
$$;

-- What is stored of a name.
CREATE FUNCTION crm_sounds(t text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    word text;
    keys text[] := '{}';
BEGIN
    FOREACH word IN ARRAY string_to_array(public.crm_name_words(left(t, 200)), ' ') LOOP
        IF length(word) > 1 THEN
            keys := keys || public.crm_sounds_of(word);
        END IF;
    END LOOP;
    RETURN array_to_tsvector(keys);
END
$$;

-- What to look for in it: every word of the text, in any of its spellings.
CREATE FUNCTION crm_sounding(t text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg('(' || alternatives || ')', '&'), '')::tsquery FROM (
        SELECT (SELECT string_agg(CASE left(key, 1)
            WHEN 'l' THEN key WHEN 'x' THEN 's' || substr(key, 2) ELSE key || '|x' || substr(key, 2) END, '|')
            FROM unnest(public.crm_sounds_of(word)) AS key) AS alternatives
        FROM unnest(string_to_array(public.crm_name_words(left(t, 200)), ' ')) AS word
        WHERE length(word) > 1) AS words
$$;
