-- The address that an evidence names, of which only the address is kept.
ALTER TABLE "evidence" ADD COLUMN "web_address" TEXT;
ALTER TABLE "evidence" ADD CONSTRAINT evidence_web_address CHECK ("source_kind" <> 'link' OR "web_address" IS NOT NULL);
ALTER TABLE "evidence_state" DROP CONSTRAINT evidence_state_source_kind;
ALTER TABLE "evidence_state" ADD CONSTRAINT evidence_state_source_kind
  CHECK ("source_kind" IN ('upload', 'link', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population', 'check'));
ALTER TABLE acceptance_rule DROP CONSTRAINT acceptance_rule_kind;
ALTER TABLE acceptance_rule ADD CONSTRAINT acceptance_rule_kind CHECK ("source_kind" IN ('upload', 'link', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population', 'check'));

-- Found by its address as by its title.
CREATE OR REPLACE FUNCTION search_keep_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_keep(NEW.organization_id, 'evidence', NEW.id, concat_ws(' ', 'EV-' || NEW.number, NEW.title, NEW.file_name, NEW.web_address, NEW.id));
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION search_text_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_keep('evidence', NEW.id, concat_ws(' ', 'EV-' || NEW.number, NEW.title), concat_ws(E'\n', NEW.note, NEW.file_name, NEW.web_address));
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION dispose_of_words(p_evidence_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  UPDATE evidence SET note = '' WHERE organization_id = current_organization() AND id = p_evidence_id AND note <> '';
  PERFORM search_text_keep('evidence', e.id, concat_ws(' ', 'EV-' || e.number, e.title), concat_ws(E'\n', e.file_name, e.web_address))
    FROM evidence e WHERE e.organization_id = current_organization() AND e.id = p_evidence_id;
END $$;
