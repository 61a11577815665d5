-- Which answers are not accepted now, by request. A control's page looked at all such evidence of the organization to find
-- the few pieces that answer its own requests: what is rejected stays, so it took longer every year.
CREATE TABLE "unsettled_answer" (
    "organization_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,

    CONSTRAINT "unsettled_answer_pkey" PRIMARY KEY ("organization_id","request_id","evidence_id")
);
CREATE INDEX "unsettled_answer_organization_id_evidence_id_idx" ON "unsettled_answer"("organization_id", "evidence_id");

ALTER TABLE "unsettled_answer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "unsettled_answer" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "unsettled_answer"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "unsettled_answer" TO tickmark_app;

-- Evidence, its state and what it answers are written one after another: whichever comes last completes the pair.
CREATE FUNCTION unsettled_keep_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unsettled_answer (organization_id, request_id, evidence_id)
  SELECT NEW.organization_id, NEW.request_id, NEW.evidence_id FROM evidence_state s
  WHERE s.organization_id = NEW.organization_id AND s.evidence_id = NEW.evidence_id AND s.review_state <> 'accepted'
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION unsettled_keep_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.review_state = 'accepted' THEN
    DELETE FROM unsettled_answer WHERE organization_id = NEW.organization_id AND evidence_id = NEW.evidence_id;
  ELSE
    INSERT INTO unsettled_answer (organization_id, request_id, evidence_id)
    SELECT a.organization_id, a.request_id, a.evidence_id FROM evidence_answer a
    WHERE a.organization_id = NEW.organization_id AND a.evidence_id = NEW.evidence_id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER unsettled_answer AFTER INSERT ON evidence_answer FOR EACH ROW EXECUTE FUNCTION unsettled_keep_answer();
CREATE TRIGGER unsettled_answer_first AFTER INSERT ON evidence_state FOR EACH ROW EXECUTE FUNCTION unsettled_keep_state();
CREATE TRIGGER unsettled_answer_later AFTER UPDATE OF review_state ON evidence_state FOR EACH ROW
  WHEN (OLD.review_state IS DISTINCT FROM NEW.review_state) EXECUTE FUNCTION unsettled_keep_state();

INSERT INTO unsettled_answer (organization_id, request_id, evidence_id)
SELECT a.organization_id, a.request_id, a.evidence_id
FROM evidence_state s JOIN evidence_answer a ON a.organization_id = s.organization_id AND a.evidence_id = s.evidence_id
WHERE s.review_state <> 'accepted';
