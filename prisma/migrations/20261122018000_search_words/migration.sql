-- The words by which records are found from anywhere: codes, titles, names. Under row-level security an index serves only
-- operators that are leakproof; LIKE and trigram similarity are not, comparing text is. So each word is a row, a search
-- is a range of one index, and what is found first costs the same whatever there is beside it.
CREATE TABLE "search_word" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "record_id" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("organization_id","kind","word","record_id"),
    CONSTRAINT search_word_kind CHECK ("kind" IN ('control', 'evidence', 'incident', 'engagement', 'packet', 'person'))
);
-- The words of one record: held against a second term, removed when its name changes.
CREATE INDEX "search_word_organization_id_record_id_word_idx" ON "search_word"("organization_id", "record_id", "word");

ALTER TABLE "search_word" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "search_word" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "search_word"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "search_word" TO tickmark_app;

-- Without case and accents: "Tomás" is found by "tomas". The same function folds what is kept and what is asked.
CREATE FUNCTION search_fold(p_text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
  $$ SELECT regexp_replace(lower(normalize(p_text, NFKD) COLLATE pg_c_utf8), '[\u0300-\u036f]', '', 'g') $$;

-- What is asked, one term per run without spaces, its signs left out: "sys.2" becomes "sys2", "sign-in" becomes "signin".
CREATE FUNCTION search_terms(p_text text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT DISTINCT left(term, 40)
    FROM regexp_split_to_table(search_fold(p_text), '\s+') token, regexp_replace(token, '[\u0001-/:-`{-\u007f]+', '', 'g') term
   WHERE term <> '' $$;

-- What is kept: the same terms, the parts of those that signs divide, and what follows the first part: "2.07".
CREATE FUNCTION search_words(p_text text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT search_terms(p_text) UNION
  SELECT search_terms(regexp_replace(token, '^[^\u0001-/:-`{-\u007f]+', '')) FROM regexp_split_to_table(search_fold(p_text), '\s+') token UNION
  SELECT left(part, 40) FROM regexp_split_to_table(search_fold(p_text), '[\u0001-/:-`{-\u007f]+') part WHERE part <> '' $$;

CREATE FUNCTION search_keep(p_organization_id text, p_kind text, p_record_id text, p_text text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_word (organization_id, kind, word, record_id) SELECT p_organization_id, p_kind, word, p_record_id FROM search_words(p_text) word ON CONFLICT DO NOTHING $$;

CREATE FUNCTION search_forget(p_organization_id text, p_record_id text) RETURNS void LANGUAGE sql AS $$
  DELETE FROM search_word WHERE organization_id = p_organization_id AND record_id = p_record_id $$;

-- Kept by triggers, so that no verb, seed or import can forget a record.
CREATE FUNCTION search_keep_control() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_forget(NEW.organization_id, NEW.control_id);
  PERFORM search_keep(NEW.organization_id, 'control', c.id, concat_ws(' ', c.code, NEW.title, c.id)) FROM control c WHERE c.organization_id = NEW.organization_id AND c.id = NEW.control_id;
  RETURN NULL;
END $$;
CREATE FUNCTION search_keep_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_keep(NEW.organization_id, 'evidence', NEW.id, concat_ws(' ', 'EV-' || NEW.number, NEW.title, NEW.file_name, NEW.id));
  RETURN NULL;
END $$;
CREATE FUNCTION search_keep_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_keep(NEW.organization_id, 'incident', NEW.id, concat_ws(' ',
    'INC-' || to_char(NEW.declared_at AT TIME ZONE 'UTC', 'YYYY') || '-' || lpad(NEW.number::text, greatest(3, length(NEW.number::text)), '0'), 'INC-' || NEW.number, NEW.title, NEW.id));
  RETURN NULL;
END $$;
CREATE FUNCTION search_keep_engagement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_forget(NEW.organization_id, NEW.id);
  PERFORM search_keep(NEW.organization_id, 'engagement', NEW.id, concat_ws(' ', NEW.name, NEW.audit_firm, NEW.id));
  RETURN NULL;
END $$;
CREATE FUNCTION search_keep_packet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_keep(NEW.organization_id, 'packet', NEW.id, concat_ws(' ', 'PKT-' || NEW.number, c.code, NEW.first_day, NEW.last_day, NEW.id))
    FROM control c WHERE c.organization_id = NEW.organization_id AND c.id = NEW.control_id;
  RETURN NULL;
END $$;
CREATE FUNCTION search_keep_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_forget(NEW.organization_id, NEW.id);
  IF NEW.removed_at IS NULL THEN PERFORM search_keep(NEW.organization_id, 'person', NEW.id, concat_ws(' ', NEW.name, NEW.email, NEW.id)); END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER search_words AFTER INSERT ON control_version FOR EACH ROW EXECUTE FUNCTION search_keep_control();
CREATE TRIGGER search_words AFTER INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION search_keep_evidence();
CREATE TRIGGER search_words AFTER INSERT ON incident FOR EACH ROW EXECUTE FUNCTION search_keep_incident();
CREATE TRIGGER search_words AFTER INSERT OR UPDATE OF name, audit_firm ON engagement FOR EACH ROW EXECUTE FUNCTION search_keep_engagement();
CREATE TRIGGER search_words AFTER INSERT ON packet FOR EACH ROW EXECUTE FUNCTION search_keep_packet();
CREATE TRIGGER search_words AFTER INSERT OR UPDATE OF name, email, removed_at ON member FOR EACH ROW EXECUTE FUNCTION search_keep_member();

-- What there is already, one organization after the other: the owner too sees the rows of one tenant at a time.
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM search_keep(o, 'control', c.id, concat_ws(' ', c.code, v.title, c.id))
      FROM control c CROSS JOIN LATERAL (SELECT title FROM control_version v WHERE v.organization_id = c.organization_id AND v.control_id = c.id ORDER BY version DESC LIMIT 1) v WHERE c.organization_id = o;
    PERFORM search_keep(o, 'evidence', id, concat_ws(' ', 'EV-' || number, title, file_name, id)) FROM evidence WHERE organization_id = o;
    PERFORM search_keep(o, 'incident', id, concat_ws(' ', 'INC-' || to_char(declared_at AT TIME ZONE 'UTC', 'YYYY') || '-' || lpad(number::text, greatest(3, length(number::text)), '0'), 'INC-' || number, title, id)) FROM incident WHERE organization_id = o;
    PERFORM search_keep(o, 'engagement', id, concat_ws(' ', name, audit_firm, id)) FROM engagement WHERE organization_id = o;
    PERFORM search_keep(o, 'packet', p.id, concat_ws(' ', 'PKT-' || p.number, c.code, p.first_day, p.last_day, p.id)) FROM packet p JOIN control c ON c.organization_id = p.organization_id AND c.id = p.control_id WHERE p.organization_id = o;
    PERFORM search_keep(o, 'person', id, concat_ws(' ', name, email, id)) FROM member WHERE organization_id = o AND removed_at IS NULL;
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
