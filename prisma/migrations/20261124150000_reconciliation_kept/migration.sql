-- The population held against what watches it, kept: one row of "reconciliation" as of an instant, and of each resource and
-- each asset what was so from one of them on, until another. Pages and past days are read from here; a job fills it.
CREATE TABLE "reconciliation" (
    "organization_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "present" BOOLEAN NOT NULL,
    "step" INTEGER NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "failure" TEXT NOT NULL,
    "head" JSONB,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("organization_id","number"),
    CONSTRAINT reconciliation_finished CHECK (("finished_at" IS NULL) = ("head" IS NULL))
);
CREATE UNIQUE INDEX "reconciliation_organization_id_at_key" ON "reconciliation"("organization_id", "at");

CREATE TABLE "reconciliation_resource" (
    "organization_id" TEXT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "from_number" INTEGER NOT NULL,
    "until_number" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "logs" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "monitoring" TEXT NOT NULL,
    "scanner" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "reconciliation_resource_pkey" PRIMARY KEY ("organization_id","key","from_number"),
    CONSTRAINT "reconciliation_resource_organization_id_from_number_fkey" FOREIGN KEY ("organization_id", "from_number") REFERENCES "reconciliation"("organization_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE TABLE "reconciliation_asset" (
    "organization_id" TEXT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "from_number" INTEGER NOT NULL,
    "until_number" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "sha256" TEXT NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "reconciliation_asset_pkey" PRIMARY KEY ("organization_id","key","from_number"),
    CONSTRAINT "reconciliation_asset_organization_id_from_number_fkey" FOREIGN KEY ("organization_id", "from_number") REFERENCES "reconciliation"("organization_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Lists in their order, of one column's state and of all; the numbers stand in the index, so that what was so at another time is passed by in it.
CREATE INDEX reconciliation_resource_listed ON "reconciliation_resource" (organization_id, rank, name, key, until_number, from_number);
CREATE INDEX reconciliation_resource_logs ON "reconciliation_resource" (organization_id, logs, rank, name, key, until_number, from_number);
CREATE INDEX reconciliation_resource_agent ON "reconciliation_resource" (organization_id, agent, rank, name, key, until_number, from_number);
CREATE INDEX reconciliation_resource_monitoring ON "reconciliation_resource" (organization_id, monitoring, rank, name, key, until_number, from_number);
CREATE INDEX reconciliation_resource_scanner ON "reconciliation_resource" (organization_id, scanner, rank, name, key, until_number, from_number);
CREATE INDEX reconciliation_resource_list ON "reconciliation_resource" (organization_id, list, rank, name, key, until_number, from_number);
CREATE INDEX reconciliation_asset_listed ON "reconciliation_asset" (organization_id, rank, name, key, until_number, from_number);
-- What the next matching is compared with.
CREATE INDEX reconciliation_resource_standing ON "reconciliation_resource" (organization_id, key) WHERE until_number = 2147483647;
CREATE INDEX reconciliation_asset_standing ON "reconciliation_asset" (organization_id, key) WHERE until_number = 2147483647;

-- What is matched is read by its ids.
CREATE INDEX collected_object_matched ON "collected_object" (organization_id, kind, id, code) WHERE kind IN ('resource', 'coverage');

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['reconciliation', 'reconciliation_resource', 'reconciliation_asset'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO tickmark_app', t);
  END LOOP;
END $$;
