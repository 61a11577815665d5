-- Connections to vendors, runs of their collectors with what proves them complete, and what was collected.
CREATE TABLE "connection" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connector" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "strategy" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "identity" JSONB,
    "attention" TEXT,
    "attention_since" TIMESTAMPTZ(3),
    "permissions" JSONB NOT NULL DEFAULT '[]',
    "tested_at" TIMESTAMPTZ(3),
    "connected_by" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT connection_state CHECK ("state" IN ('active', 'paused', 'removed'))
);
CREATE TABLE "connection_credential" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_credential_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "connection_secret" (
    "organization_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "wrapped" BYTEA NOT NULL,

    CONSTRAINT "connection_secret_pkey" PRIMARY KEY ("organization_id","connection_id")
);
CREATE TABLE "collector_state" (
    "organization_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "collector" TEXT NOT NULL,
    "cursor" JSONB,
    "collected_until" TIMESTAMPTZ(3),
    "last_complete_at" TIMESTAMPTZ(3),
    "last_full_at" TIMESTAMPTZ(3),
    "last_ended_at" TIMESTAMPTZ(3),
    "last_completeness" TEXT,
    "last_collection_id" TEXT,
    "next_due_at" TIMESTAMPTZ(3),
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "running_id" TEXT,
    "lease" TEXT,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "collector_state_pkey" PRIMARY KEY ("organization_id","connection_id","collector"),
    CONSTRAINT collector_state_completeness CHECK ("last_completeness" IN ('running', 'complete', 'partial', 'failed', 'denied', 'disabled'))
);
CREATE TABLE "collection" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "connection_id" TEXT NOT NULL,
    "connection_name" TEXT NOT NULL,
    "connector" TEXT NOT NULL,
    "connector_version" TEXT NOT NULL,
    "collector" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "identity" JSONB NOT NULL,
    "credential_fingerprint" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "listing" TEXT NOT NULL,
    "cursor" JSONB,
    "from_at" TIMESTAMPTZ(3),
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "waits_until" TIMESTAMPTZ(3),
    "server_at" TIMESTAMPTZ(3),
    "skew_ms" INTEGER,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "items" INTEGER NOT NULL DEFAULT 0,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "unreadable" INTEGER NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "status_counts" JSONB NOT NULL DEFAULT '{}',
    "announced" JSONB,
    "second_route" JSONB,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "completeness" TEXT NOT NULL,
    "gaps" JSONB NOT NULL DEFAULT '[]',
    "failure" JSONB,
    "last_exchanges" JSONB NOT NULL DEFAULT '[]',
    "sha256" TEXT,

    CONSTRAINT "collection_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT collection_reason CHECK ("reason" IN ('schedule', 'manual', 'full_refresh', 'backfill')),
    CONSTRAINT collection_listing CHECK ("listing" IN ('full', 'incremental')),
    CONSTRAINT collection_completeness CHECK ("completeness" IN ('running', 'complete', 'partial', 'failed', 'denied', 'disabled'))
);
CREATE TABLE "collection_page" (
    "organization_id" TEXT NOT NULL,
    "collection_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "operations" JSONB NOT NULL,
    "exchanges" JSONB NOT NULL,
    "gaps" JSONB NOT NULL,
    "unreadable" JSONB NOT NULL,
    "resume" JSONB,
    "copy_sha256" TEXT NOT NULL,
    "copy_bytes" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "rows_sha256" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "committed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collection_page_pkey" PRIMARY KEY ("organization_id","collection_id","sequence")
);
CREATE TABLE "collected_object" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "collector" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "is_open" BOOLEAN NOT NULL,
    "listed_at" TIMESTAMPTZ(3) NOT NULL,
    "content_sha256" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_in" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "collected_object_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "collected_object_version" (
    "organization_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "collection_id" TEXT NOT NULL,
    "page_sequence" INTEGER,
    "content_sha256" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "removed" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collected_object_version_pkey" PRIMARY KEY ("organization_id","object_id","version")
);
CREATE TABLE "collected_object_incident" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    "linked_by" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collected_object_incident_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE UNIQUE INDEX "connection_credential_organization_id_connection_id_version_key" ON "connection_credential"("organization_id", "connection_id", "version");
CREATE INDEX "collection_organization_id_connection_id_collector_id_idx" ON "collection"("organization_id", "connection_id", "collector", "id" DESC);
CREATE UNIQUE INDEX "collection_organization_id_number_key" ON "collection"("organization_id", "number");
CREATE UNIQUE INDEX "collected_object_organization_id_connection_id_kind_externa_key" ON "collected_object"("organization_id", "connection_id", "kind", "external_id");
CREATE INDEX "collected_object_version_organization_id_collection_id_idx" ON "collected_object_version"("organization_id", "collection_id");
CREATE INDEX "collected_object_incident_organization_id_object_id_inciden_idx" ON "collected_object_incident"("organization_id", "object_id", "incident_id");
CREATE INDEX "collected_object_incident_organization_id_incident_id_idx" ON "collected_object_incident"("organization_id", "incident_id");
ALTER TABLE "connection_credential" ADD CONSTRAINT "connection_credential_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "connection_secret" ADD CONSTRAINT "connection_secret_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collector_state" ADD CONSTRAINT "collector_state_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collection" ADD CONSTRAINT "collection_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collection_page" ADD CONSTRAINT "collection_page_organization_id_collection_id_fkey" FOREIGN KEY ("organization_id", "collection_id") REFERENCES "collection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collected_object" ADD CONSTRAINT "collected_object_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collected_object_version" ADD CONSTRAINT "collected_object_version_organization_id_object_id_fkey" FOREIGN KEY ("organization_id", "object_id") REFERENCES "collected_object"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collected_object_version" ADD CONSTRAINT "collected_object_version_organization_id_collection_id_fkey" FOREIGN KEY ("organization_id", "collection_id") REFERENCES "collection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collected_object_incident" ADD CONSTRAINT "collected_object_incident_organization_id_object_id_fkey" FOREIGN KEY ("organization_id", "object_id") REFERENCES "collected_object"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "collected_object_incident" ADD CONSTRAINT "collected_object_incident_organization_id_incident_id_fkey" FOREIGN KEY ("organization_id", "incident_id") REFERENCES "incident"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Lists by kind, the newest first: whole, of one connection, open ones, by severity, by the name that people use, and about a thing.
CREATE INDEX collected_object_newest ON "collected_object" (organization_id, kind, listed_at DESC, id DESC);
CREATE INDEX collected_object_of_connection ON "collected_object" (organization_id, kind, connection_id, listed_at DESC, id DESC);
CREATE INDEX collected_object_open ON "collected_object" (organization_id, kind, listed_at DESC, id DESC) WHERE is_open AND removed_at IS NULL;
CREATE INDEX collected_object_by_severity ON "collected_object" (organization_id, kind, severity, listed_at DESC, id DESC);
CREATE INDEX collected_object_by_code ON "collected_object" (organization_id, kind, code);
CREATE INDEX collected_object_about ON "collected_object" (organization_id, about, listed_at DESC, id DESC);

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['connection', 'connection_credential', 'connection_secret', 'collector_state', 'collection', 'collection_page', 'collected_object', 'collected_object_version', 'collected_object_incident'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['connection_credential', 'collection_page', 'collected_object_version', 'collected_object_incident'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT UPDATE ON connection, collector_state, collection, collected_object TO tickmark_app;
GRANT UPDATE, DELETE ON connection_secret TO tickmark_app;

-- A run that is over is a fact.
CREATE TRIGGER ended_is_kept BEFORE UPDATE OR DELETE ON "collection" FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
