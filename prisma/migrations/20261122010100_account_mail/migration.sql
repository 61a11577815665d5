-- Mails about accounts, outside of any organization: password reset, a new address, a first organization.
CREATE TABLE "account_mail" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" TEXT,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token_hash" TEXT,
    "used_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_mail_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "account_mail_token_hash_key" ON "account_mail"("token_hash");

CREATE INDEX "account_mail_user_id_idx" ON "account_mail"("user_id");
ALTER TABLE account_mail ADD CONSTRAINT account_mail_kind
  CHECK (kind IN ('password_reset', 'password_changed', 'email_change', 'email_changed', 'sign_up'));
-- What the worker looks for every few seconds.
CREATE INDEX account_mail_due ON account_mail (next_try_at) WHERE sent_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_mail TO tickmark_app;

-- A person changed their address: each organization they are in has its member row followed by its own verb.
-- Reaches across organizations, and writes ids alone.
CREATE FUNCTION directory_follow_person(p_user_id text, p_now timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO due_work (organization_id, kind, subject_id, due_at)
    SELECT m.organization_id, 'member_address', m.member_id, p_now FROM membership m WHERE m.user_id = p_user_id
    ON CONFLICT (organization_id, kind, subject_id) DO UPDATE SET due_at = excluded.due_at $$;
REVOKE ALL ON FUNCTION directory_follow_person(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_follow_person(text, timestamptz) TO tickmark_app;
