-- The company's own list of what it has, as a person sent it: versions, each with its file, how its columns were read, and its rows.
CREATE TABLE "asset_list" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sheet_name" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "rows" INTEGER NOT NULL,
    "left_out" JSONB NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "asset_list_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "asset_list_row" (
    "organization_id" TEXT NOT NULL,
    "asset_list_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "identifiers" TEXT[],
    "owner" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "criticality" TEXT NOT NULL,

    CONSTRAINT "asset_list_row_pkey" PRIMARY KEY ("organization_id","asset_list_id","row")
);
CREATE UNIQUE INDEX "asset_list_organization_id_version_key" ON "asset_list"("organization_id", "version");
ALTER TABLE "asset_list_row" ADD CONSTRAINT "asset_list_row_organization_id_asset_list_id_fkey" FOREIGN KEY ("organization_id", "asset_list_id") REFERENCES "asset_list"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['asset_list', 'asset_list_row'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
