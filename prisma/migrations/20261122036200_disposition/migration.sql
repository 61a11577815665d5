-- How long evidence is kept, and what becomes of it when its time is over.
ALTER TABLE "evidence_state"
  ADD COLUMN "classification" TEXT NOT NULL DEFAULT 'internal',
  ADD COLUMN "retain_days" INTEGER,
  ADD COLUMN "retained_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "disposed_at" TIMESTAMPTZ(3);
ALTER TABLE "evidence_state" ADD CONSTRAINT evidence_state_classification CHECK ("classification" IN ('public', 'internal', 'confidential', 'restricted'));

-- The owner is bound by row-level security too: no tenant set, no rows.
ALTER TABLE "evidence" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" NO FORCE ROW LEVEL SECURITY;
UPDATE "evidence_state" s SET "retained_from" = greatest(e."effective_until", e."recorded_at")
  FROM "evidence" e WHERE e."organization_id" = s."organization_id" AND e."id" = s."evidence_id";
ALTER TABLE "evidence" FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" FORCE ROW LEVEL SECURITY;

CREATE INDEX "evidence_state_organization_id_retained_from_idx" ON "evidence_state"("organization_id", "retained_from");
-- Whether another record still needs the bytes.
CREATE INDEX "evidence_organization_id_blob_sha256_idx" ON "evidence"("organization_id", "blob_sha256");

CREATE TABLE "disposition" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL DEFAULT '',
    "keep_until" TIMESTAMPTZ(3),
    "content" TEXT,
    "disposed_at" TIMESTAMPTZ(3),
    "bytes_removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "disposition_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT disposition_status CHECK ("status" IN ('proposed', 'kept', 'approved', 'disposed')),
    CONSTRAINT disposition_content CHECK ("content" IN ('destroyed', 'needed_elsewhere', 'note')),
    CONSTRAINT disposition_decided CHECK (("status" = 'proposed') = ("decided_at" IS NULL)),
    CONSTRAINT disposition_disposed CHECK (("status" = 'disposed') = ("disposed_at" IS NOT NULL) AND ("status" = 'disposed') = ("content" IS NOT NULL))
);

-- An evidence is disposed of once, and proposed once at a time.
CREATE UNIQUE INDEX disposition_open ON "disposition" (organization_id, evidence_id) WHERE status <> 'kept';
CREATE INDEX "disposition_organization_id_status_id_idx" ON "disposition"("organization_id", "status", "id");
CREATE INDEX "disposition_organization_id_evidence_id_idx" ON "disposition"("organization_id", "evidence_id");

ALTER TABLE "disposition" ADD CONSTRAINT "disposition_organization_id_evidence_id_fkey"
  FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE disposition ENABLE ROW LEVEL SECURITY;
ALTER TABLE disposition FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON disposition USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON disposition TO tickmark_app;
-- A blob's row is locked while somebody comes to rely on it, or disposes of it.
GRANT UPDATE ON blob TO tickmark_app;

-- The words of an evidence are content as well. The one change that an evidence knows: its note is emptied, by its owner, once a
-- person has approved that it is disposed of. What it was of, its hash and its size stay.
CREATE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'tickmark_owner' AND NEW.note = '' AND OLD.note <> '' THEN
    IF to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note'
       AND EXISTS (SELECT 1 FROM public.disposition d WHERE d.organization_id = OLD.organization_id AND d.evidence_id = OLD.id AND d.status = 'approved') THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' AND current_user = 'tickmark_owner' AND current_setting('tickmark.destroying', true) = 'on' THEN
    IF OLD.organization_id = current_setting('tickmark.organization_id', true)
       AND EXISTS (SELECT 1 FROM public.deletion_receipt r WHERE r.organization_id = current_setting('tickmark.organization_id', true) AND r.destroyed_at IS NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER append_only ON evidence;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change();

-- Empties the note of an evidence, and takes the words of its content out of the search.
CREATE FUNCTION dispose_of_words(p_evidence_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  UPDATE evidence SET note = '' WHERE organization_id = current_organization() AND id = p_evidence_id AND note <> '';
  PERFORM search_text_keep('evidence', e.id, concat_ws(' ', 'EV-' || e.number, e.title), coalesce(e.file_name, ''))
    FROM evidence e WHERE e.organization_id = current_organization() AND e.id = p_evidence_id;
END $$;
REVOKE ALL ON FUNCTION dispose_of_words(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dispose_of_words(text) TO tickmark_app;
