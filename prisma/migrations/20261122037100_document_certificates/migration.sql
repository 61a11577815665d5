-- Certificates with which documents are signed; keys whose secrets lie in an outside key store.
ALTER TABLE ledger_key ALTER COLUMN wrapped_secret DROP NOT NULL;

CREATE TABLE "document_certificate" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "certificate" BYTEA NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "wrapped_secret" BYTEA,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_certificate_pkey" PRIMARY KEY ("organization_id","id")
);

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE document_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON document_certificate USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON document_certificate TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON document_certificate FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON document_certificate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Organizations that are there already get theirs as new ones do.
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM directory_put_due_work('document_certificate', 'newest', now());
  END LOOP;
END $$;
