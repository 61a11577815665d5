-- What people say about records. Nothing of it is ever changed: texts follow one another, a withdrawal stands beside.
CREATE TABLE "comment" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "author_member_id" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "engagement_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "comment_text" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "comment_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_text_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "comment_mention" (
    "organization_id" TEXT NOT NULL,
    "comment_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "written" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_mention_pkey" PRIMARY KEY ("organization_id","comment_id","member_id")
);

CREATE TABLE "comment_withdrawal" (
    "organization_id" TEXT NOT NULL,
    "comment_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_withdrawal_pkey" PRIMARY KEY ("organization_id","comment_id")
);

CREATE INDEX "comment_organization_id_subject_kind_subject_id_id_idx" ON "comment"("organization_id", "subject_kind", "subject_id", "id");

CREATE INDEX "comment_text_organization_id_comment_id_idx" ON "comment_text"("organization_id", "comment_id");

CREATE INDEX "comment_mention_organization_id_member_id_at_idx" ON "comment_mention"("organization_id", "member_id", "at");

ALTER TABLE "comment_text" ADD CONSTRAINT "comment_text_organization_id_comment_id_fkey" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "comment_mention" ADD CONSTRAINT "comment_mention_organization_id_comment_id_fkey" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "comment_withdrawal" ADD CONSTRAINT "comment_withdrawal_organization_id_comment_id_fkey" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE comment ADD CONSTRAINT comment_subject_kind CHECK (subject_kind IN ('control', 'evidence', 'evidence_request', 'engagement', 'packet'));
ALTER TABLE comment ADD CONSTRAINT comment_visibility CHECK (visibility IN ('internal', 'shared_with_auditor'));
-- What an auditor writes is read by the organization: nothing of an engagement's is internal.
ALTER TABLE comment ADD CONSTRAINT comment_of_auditor CHECK (engagement_id IS NULL OR visibility = 'shared_with_auditor');

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['comment', 'comment_text', 'comment_mention', 'comment_withdrawal'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
