-- Texts of rules as their list shows them: of each subject the newest version, and the newest approved one. Which these are
-- was told by reading every version; now it is written down when a version is saved and when something becomes of one, so
-- that a page of the list costs the same however many there are.
CREATE TABLE "listed_rule_text" (
    "organization_id" TEXT NOT NULL,
    "text_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "pack_id" TEXT,

    CONSTRAINT "listed_rule_text_pkey" PRIMARY KEY ("organization_id","text_id"),
    CONSTRAINT listed_rule_text_origin CHECK ("origin" IN ('own', 'imported', 'tuning')),
    CONSTRAINT listed_rule_text_stage CHECK ("stage" IN ('draft', 'proposed', 'in_force', 'returned', 'withdrawn', 'ended'))
);
ALTER TABLE "listed_rule_text" ADD CONSTRAINT "listed_rule_text_organization_id_text_id_fkey" FOREIGN KEY ("organization_id", "text_id") REFERENCES "rule_text"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "listed_rule_text_organization_id_origin_stage_text_id_idx" ON "listed_rule_text"("organization_id", "origin", "stage", "text_id");
CREATE INDEX "listed_rule_text_organization_id_kind_subject_idx" ON "listed_rule_text"("organization_id", "kind", "subject");
CREATE INDEX "listed_rule_text_organization_id_stage_pack_id_idx" ON "listed_rule_text"("organization_id", "stage", "pack_id");

ALTER TABLE "listed_rule_text" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "listed_rule_text" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "listed_rule_text"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "listed_rule_text" TO tickmark_app;

-- Where a listed version stands: see stageOf in lib/rules/rule-text.ts, which says the same of rows in memory. One that was
-- replaced is not listed.
CREATE FUNCTION rule_text_stage(p_organization_id text, p_text_id text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN 'ended' = ANY(steps) THEN 'ended'
    WHEN 'approved' = ANY(steps) THEN 'in_force'
    WHEN 'withdrawn' = ANY(steps) THEN 'withdrawn'
    WHEN 'returned' = ANY(steps) THEN 'returned'
    WHEN 'proposed' = ANY(steps) THEN 'proposed'
    ELSE 'draft' END
  FROM (SELECT array_agg(s.step) AS steps FROM rule_text_step s WHERE s.organization_id = p_organization_id AND s.text_id = p_text_id) of_text $$;

CREATE FUNCTION list_rule_text(p_organization_id text, p_kind text, p_subject text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  newest text := (SELECT t.id FROM rule_text t WHERE t.organization_id = p_organization_id AND t.kind = p_kind AND t.subject = p_subject ORDER BY t.version DESC LIMIT 1);
  approved text := (SELECT t.id FROM rule_text t
    WHERE t.organization_id = p_organization_id AND t.kind = p_kind AND t.subject = p_subject
      AND EXISTS (SELECT FROM rule_text_step s WHERE s.organization_id = t.organization_id AND s.text_id = t.id AND s.step = 'approved')
    ORDER BY t.version DESC LIMIT 1);
BEGIN
  DELETE FROM listed_rule_text l WHERE l.organization_id = p_organization_id AND l.kind = p_kind AND l.subject = p_subject AND l.text_id NOT IN (newest, coalesce(approved, newest));
  INSERT INTO listed_rule_text AS l (organization_id, text_id, kind, subject, origin, stage, pack_id)
    SELECT t.organization_id, t.id, t.kind, t.subject, CASE WHEN t.kind = 'tuning' THEN 'tuning' WHEN t.pack_id IS NULL THEN 'own' ELSE 'imported' END, rule_text_stage(t.organization_id, t.id), t.pack_id
      FROM rule_text t WHERE t.organization_id = p_organization_id AND t.id IN (newest, approved)
    ON CONFLICT (organization_id, text_id) DO UPDATE SET stage = EXCLUDED.stage WHERE l.stage <> EXCLUDED.stage;
END $$;

CREATE FUNCTION list_rule_text_saved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM list_rule_text(NEW.organization_id, NEW.kind, NEW.subject);
  PERFORM search_keep(NEW.organization_id, 'rule_text', NEW.id, rule_text_called(NEW.title, NEW.author, NEW.license, NEW.rule_keys, NEW.control_codes));
  RETURN NULL;
END $$;
CREATE FUNCTION list_rule_text_stepped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM list_rule_text(t.organization_id, t.kind, t.subject) FROM rule_text t WHERE t.organization_id = NEW.organization_id AND t.id = NEW.text_id;
  RETURN NULL;
END $$;

-- What a text is found by. A text of fifty rules has fifty keys; authors of a published rule may be many.
CREATE FUNCTION rule_text_called(p_title text, p_author text, p_license text, p_rule_keys text[], p_control_codes text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT concat_ws(' ', p_title, left(p_author, 500), left(p_license, 200), array_to_string(p_rule_keys[1:50], ' '), array_to_string(p_control_codes[1:50], ' ')) $$;
ALTER TABLE search_word DROP CONSTRAINT search_word_kind;
ALTER TABLE search_word ADD CONSTRAINT search_word_kind CHECK (kind IN ('control', 'evidence', 'finding', 'incident', 'engagement', 'packet', 'person', 'rule_text'));

CREATE TRIGGER listed AFTER INSERT ON "rule_text" FOR EACH ROW EXECUTE FUNCTION list_rule_text_saved();
CREATE TRIGGER listed AFTER INSERT ON "rule_text_step" FOR EACH ROW EXECUTE FUNCTION list_rule_text_stepped();

-- What there is already, one organization after the other: the owner too sees the rows of one tenant at a time.
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM list_rule_text(o, kind, subject) FROM (SELECT DISTINCT kind, subject FROM rule_text WHERE organization_id = o) subjects;
    PERFORM search_keep(o, 'rule_text', id, rule_text_called(title, author, license, rule_keys, control_codes)) FROM rule_text WHERE organization_id = o;
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
