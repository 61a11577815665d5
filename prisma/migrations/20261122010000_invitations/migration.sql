-- Invitations to become a member, and the hashes of their links.
CREATE TABLE "invitation_token" (
    "token_hash" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "invitation_id" TEXT NOT NULL,

    CONSTRAINT "invitation_token_pkey" PRIMARY KEY ("token_hash")
);

CREATE TABLE "invitation" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "status" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "invited_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "mail_wanted" BOOLEAN NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "send_error" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "member_id" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "invitation_token_organization_id_invitation_id_idx" ON "invitation_token"("organization_id", "invitation_id");

CREATE INDEX "invitation_organization_id_status_id_idx" ON "invitation"("organization_id", "status", "id");

CREATE UNIQUE INDEX "invitation_organization_id_email_key" ON "invitation"("organization_id", "email");
ALTER TABLE invitation ADD CONSTRAINT invitation_status CHECK (status IN ('pending', 'accepted', 'revoked'));

ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invitation USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE ON invitation TO tickmark_app;

CREATE FUNCTION directory_add_invitation_token(p_token_hash text, p_invitation_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO invitation_token (token_hash, organization_id, invitation_id)
    VALUES (p_token_hash, current_organization(), p_invitation_id);
END $$;

CREATE FUNCTION directory_remove_invitation_tokens(p_invitation_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ DELETE FROM invitation_token WHERE organization_id = current_organization() AND invitation_id = p_invitation_id $$;

-- Whether the invitation is still open is written in its own row: an expired link must be told from one that never was.
CREATE FUNCTION directory_invitation_of_token(p_token_hash text) RETURNS TABLE (organization_id text, invitation_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT t.organization_id, t.invitation_id FROM invitation_token t WHERE t.token_hash = p_token_hash $$;

DO $$
DECLARE f text;
BEGIN
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND p.proname LIKE 'directory\_%invitation\_%' LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO tickmark_app';
  END LOOP;
END $$;
