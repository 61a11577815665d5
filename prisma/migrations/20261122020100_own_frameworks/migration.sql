-- Frameworks of an organization's own: every file that was taken is a version, and nothing of it is changed.
CREATE TABLE "own_framework_version" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "publisher" TEXT NOT NULL,
    "item_label" TEXT NOT NULL,
    "item_label_many" TEXT NOT NULL,
    "valid_from" TEXT,
    "valid_until" TEXT,
    "validity_note" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "not_covered" TEXT[],
    "content_hash" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "own_framework_version_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "own_requirement" (
    "organization_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "group_code" TEXT NOT NULL,
    "group_title" TEXT NOT NULL,
    "parent_code" TEXT,
    "new_in_edition" BOOLEAN NOT NULL,
    "title" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "own_requirement_pkey" PRIMARY KEY ("organization_id","version_id","code")
);

CREATE UNIQUE INDEX "own_framework_version_organization_id_framework_key_version_key" ON "own_framework_version"("organization_id", "framework_key", "version");

ALTER TABLE "own_requirement" ADD CONSTRAINT "own_requirement_organization_id_version_id_fkey" FOREIGN KEY ("organization_id", "version_id") REFERENCES "own_framework_version"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- A shipped edition and one of an organization's own never share a key: the parser of shipped ones refuses this beginning.
ALTER TABLE "own_framework_version" ADD CONSTRAINT own_framework_version_key CHECK ("framework_key" LIKE 'own-%');

-- The locks of append-only tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['own_framework_version', 'own_requirement'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
