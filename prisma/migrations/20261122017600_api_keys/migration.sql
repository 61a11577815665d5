-- Keys with which machines call the API, the directory by which a key is found before its organization is known, and
-- what was handed in under a name that its sender chose, so that it is handed in once.

CREATE TABLE "api_key_token" (
    "token_hash" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,

    CONSTRAINT "api_key_token_pkey" PRIMARY KEY ("token_hash")
);

CREATE TABLE "api_key" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" TEXT,
    "last_used_agent" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_name" TEXT,
    "revoked_reason" TEXT,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "evidence_push" (
    "organization_id" TEXT NOT NULL,
    "pushed_by" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_push_pkey" PRIMARY KEY ("organization_id","pushed_by","idempotency_key")
);

CREATE INDEX "evidence_push_organization_id_evidence_id_idx" ON "evidence_push"("organization_id", "evidence_id");

ALTER TABLE "evidence_push" ADD CONSTRAINT "evidence_push_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "api_key_token_organization_id_api_key_id_idx" ON "api_key_token"("organization_id", "api_key_id");

ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_key USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE ON api_key TO tickmark_app;

ALTER TABLE evidence_push ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_push FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON evidence_push USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON evidence_push TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON evidence_push FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON evidence_push FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION directory_add_api_key(p_token_hash text, p_api_key_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO api_key_token (token_hash, organization_id, api_key_id) VALUES (p_token_hash, current_organization(), p_api_key_id);
END $$;

CREATE FUNCTION directory_api_key_of_token(p_token_hash text) RETURNS TABLE (organization_id text, api_key_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT t.organization_id, t.api_key_id FROM api_key_token t WHERE t.token_hash = p_token_hash $$;

DO $$
DECLARE f text;
BEGIN
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND p.proname LIKE 'directory\_%api\_key%' LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO tickmark_app';
  END LOOP;
END $$;

ALTER TABLE notification DROP CONSTRAINT notification_kind;
ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN (
  'evidence_assigned', 'evidence_due', 'evidence_overdue', 'evidence_returned', 'review_waiting', 'alert_raised', 'incident_assigned',
  'incident_time_limit', 'mentioned', 'packet_ready', 'packet_failed', 'engagement_opened', 'placeholder_joined', 'second_factor_due', 'deletion_asked',
  'api_key_ending', 'api_key_stopped'));
ALTER TABLE notification DROP CONSTRAINT notification_subject_kind;
ALTER TABLE notification ADD CONSTRAINT notification_subject_kind CHECK (subject_kind IN (
  'evidence_request', 'control', 'evidence', 'alert', 'incident', 'packet', 'engagement', 'member', 'account', 'organization', 'api_key'));
