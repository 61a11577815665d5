-- Legal holds, deletion with a time of grace, and what remains of an organization that was deleted.
CREATE TABLE "legal_hold" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_by_name" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "legal_hold_release" (
    "organization_id" TEXT NOT NULL,
    "hold_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "released_by" TEXT NOT NULL,
    "released_by_name" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "legal_hold_release_pkey" PRIMARY KEY ("organization_id","hold_id")
);

CREATE TABLE "deletion_request" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_by_name" TEXT,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "deletion_request_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT deletion_request_status CHECK ("status" IN ('pending', 'cancelled'))
);

CREATE TABLE "deletion_receipt" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,
    "recipients" JSONB NOT NULL,
    "document" TEXT,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "deletion_receipt_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "deletion_receipt_organization_id_key" ON "deletion_receipt"("organization_id");

ALTER TABLE "legal_hold_release" ADD CONSTRAINT "legal_hold_release_organization_id_hold_id_fkey"
  FOREIGN KEY ("organization_id", "hold_id") REFERENCES "legal_hold"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One deletion at a time; and what every writing verb asks for first.
CREATE UNIQUE INDEX deletion_request_pending ON "deletion_request" (organization_id) WHERE status = 'pending';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['legal_hold', 'legal_hold_release', 'deletion_request'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) '
      'WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['legal_hold', 'legal_hold_release'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT UPDATE ON "deletion_request" TO tickmark_app;
-- Written by the owner role alone, which destroys; the app shows it, and says that its mails have left.
GRANT SELECT ON "deletion_receipt" TO tickmark_app;

-- The one way past the append-only triggers: the owner role deletes the rows of the organization that it is bound to by
-- row-level security, and whose destruction a receipt has begun. The app role holds no DELETE on these tables, and is not
-- the owner; a superuser is not either.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = 'tickmark_owner' AND current_setting('tickmark.destroying', true) = 'on' THEN
    IF to_jsonb(OLD) ->> 'organization_id' = current_setting('tickmark.organization_id', true)
       AND EXISTS (SELECT 1 FROM public.deletion_receipt r WHERE r.organization_id = current_setting('tickmark.organization_id', true) AND r.destroyed_at IS NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
