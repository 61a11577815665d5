-- An alert comes from a rule that read a log, or from a vendor of whom it was collected: from exactly one of them.
ALTER TABLE "alert" ALTER COLUMN "rule_version_id" DROP NOT NULL;
ALTER TABLE "alert" ALTER COLUMN "segment_id" DROP NOT NULL;
ALTER TABLE "alert" ADD COLUMN "connection_id" TEXT;
ALTER TABLE "alert" ADD COLUMN "object_id" TEXT;
ALTER TABLE "alert" ADD CONSTRAINT alert_source CHECK (
  ("rule_version_id" IS NOT NULL AND "segment_id" IS NOT NULL AND "connection_id" IS NULL AND "object_id" IS NULL)
  OR ("rule_version_id" IS NULL AND "segment_id" IS NULL AND "hunt_id" IS NULL AND "connection_id" IS NOT NULL AND "object_id" IS NOT NULL));
ALTER TABLE "alert" ADD CONSTRAINT alert_origin CHECK (("origin" = 'vendor') = ("object_id" IS NOT NULL));

-- Which connections feed the queue. A connection without a row does, from when it was connected on.
CREATE TABLE "alert_feed" (
    "organization_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "least_severity" TEXT NOT NULL DEFAULT 'low',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_feed_pkey" PRIMARY KEY ("organization_id","connection_id"),
    CONSTRAINT alert_feed_least_severity CHECK ("least_severity" IN ('informational', 'low', 'medium', 'high', 'critical'))
);

-- Each time that a vendor's alert fired, what the vendor says of it by now, and what became of it here.
CREATE TABLE "vendor_firing" (
    "organization_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "connection_id" TEXT NOT NULL,
    "fired_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "word" TEXT NOT NULL,
    "degree" TEXT NOT NULL,
    "severity_word" TEXT,
    "outcome" TEXT NOT NULL,
    "alert_id" TEXT,
    "first_version" INTEGER NOT NULL,
    "version_read" INTEGER NOT NULL,
    "collection_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vendor_firing_pkey" PRIMARY KEY ("organization_id","object_id","number"),
    CONSTRAINT vendor_firing_state CHECK ("state" IN ('open', 'suppressed', 'closed', 'gone')),
    CONSTRAINT vendor_firing_degree CHECK ("degree" IN ('unknown', 'informational', 'low', 'medium', 'high', 'critical')),
    CONSTRAINT vendor_firing_outcome CHECK ("outcome" IN ('queued', 'imported', 'below_severity', 'muted', 'posture')),
    CONSTRAINT vendor_firing_alert CHECK (("outcome" = 'queued') = ("alert_id" IS NOT NULL))
);
CREATE UNIQUE INDEX "vendor_firing_organization_id_alert_id_key" ON "vendor_firing"("organization_id", "alert_id");
ALTER TABLE "alert_feed" ADD CONSTRAINT "alert_feed_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "alert" ADD CONSTRAINT "alert_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "alert" ADD CONSTRAINT "alert_organization_id_object_id_fkey" FOREIGN KEY ("organization_id", "object_id") REFERENCES "collected_object"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "vendor_firing" ADD CONSTRAINT "vendor_firing_organization_id_object_id_fkey" FOREIGN KEY ("organization_id", "object_id") REFERENCES "collected_object"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "vendor_firing" ADD CONSTRAINT "vendor_firing_organization_id_alert_id_fkey" FOREIGN KEY ("organization_id", "alert_id") REFERENCES "alert"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Of vendors alone, of one connection, by the beginning of the title in byte order; and what became of a connection's firings.
CREATE INDEX alert_of_connection ON "alert" (organization_id, connection_id, id DESC) WHERE connection_id IS NOT NULL;
CREATE INDEX alert_vendor_title ON "alert" (organization_id, title COLLATE "C") WHERE connection_id IS NOT NULL;
CREATE INDEX vendor_firing_of_connection ON "vendor_firing" (organization_id, connection_id, outcome);

-- What was connected before: what its vendor ended until now is history, and no queue of work.
ALTER TABLE "connection" NO FORCE ROW LEVEL SECURITY;
INSERT INTO alert_feed (organization_id, connection_id, since, updated_at) SELECT organization_id, id, now(), now() FROM "connection";
ALTER TABLE "connection" FORCE ROW LEVEL SECURITY;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['alert_feed', 'vendor_firing'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO tickmark_app', t);
  END LOOP;
END $$;
