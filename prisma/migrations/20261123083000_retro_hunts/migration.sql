-- A retro-hunt: rules run over stored logs, as it was asked for.
CREATE TABLE "hunt" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "choice" TEXT NOT NULL,
    "pack_id" TEXT,
    "source_ids" TEXT[],
    "time_zone" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hunt_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT hunt_choice CHECK ("choice" IN ('in_force', 'rules', 'texts', 'pack'))
);

-- The texts that it is run with, as they were then.
CREATE TABLE "hunt_text" (
    "organization_id" TEXT NOT NULL,
    "hunt_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "rule_keys" TEXT[],

    CONSTRAINT "hunt_text_pkey" PRIMARY KEY ("organization_id","hunt_id","position")
);

-- How far it has come.
CREATE TABLE "hunt_state" (
    "organization_id" TEXT NOT NULL,
    "hunt_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "done_segments" INTEGER NOT NULL DEFAULT 0,
    "matches" INTEGER NOT NULL DEFAULT 0,
    "full_rules" TEXT[],
    "rules" INTEGER,
    "refused" JSONB NOT NULL DEFAULT '[]',
    "snapshot" JSONB,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hunt_state_pkey" PRIMARY KEY ("organization_id","hunt_id"),
    CONSTRAINT hunt_state_status CHECK ("status" IN ('queued', 'running', 'paused', 'cancelled', 'finished', 'full', 'failed'))
);

-- The segments that it reads, in their order.
CREATE TABLE "hunt_segment" (
    "organization_id" TEXT NOT NULL,
    "hunt_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "segment_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "lines" BIGINT NOT NULL DEFAULT 0,
    "unparsed_lines" BIGINT NOT NULL DEFAULT 0,
    "scanned_bytes" BIGINT NOT NULL DEFAULT 0,
    "matches" INTEGER NOT NULL DEFAULT 0,
    "notes" TEXT[],
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "hunt_segment_pkey" PRIMARY KEY ("organization_id","hunt_id","position"),
    CONSTRAINT hunt_segment_status CHECK ("status" IN ('waiting', 'read', 'partial', 'missing', 'damaged'))
);

-- What it found: no alert until somebody raises it.
CREATE TABLE "hunt_match" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "hunt_id" TEXT NOT NULL,
    "hit_key" TEXT NOT NULL,
    "rule_key" TEXT NOT NULL,
    "rule_hash" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "first_event_at" TIMESTAMPTZ(3) NOT NULL,
    "last_event_at" TIMESTAMPTZ(3) NOT NULL,
    "event_count" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "explanation" JSONB NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "alert_id" TEXT,
    "raised_at" TIMESTAMPTZ(3),

    CONSTRAINT "hunt_match_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT hunt_match_severity CHECK ("severity" IN ('low', 'medium', 'high', 'critical'))
);

CREATE UNIQUE INDEX "hunt_organization_id_number_key" ON "hunt"("organization_id", "number");
CREATE INDEX "hunt_segment_organization_id_segment_id_idx" ON "hunt_segment"("organization_id", "segment_id");
CREATE INDEX "hunt_match_organization_id_hunt_id_rule_key_idx" ON "hunt_match"("organization_id", "hunt_id", "rule_key");
CREATE UNIQUE INDEX "hunt_match_organization_id_hunt_id_hit_key_key" ON "hunt_match"("organization_id", "hunt_id", "hit_key");
ALTER TABLE "hunt_text" ADD CONSTRAINT "hunt_text_organization_id_hunt_id_fkey" FOREIGN KEY ("organization_id", "hunt_id") REFERENCES "hunt"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hunt_state" ADD CONSTRAINT "hunt_state_organization_id_hunt_id_fkey" FOREIGN KEY ("organization_id", "hunt_id") REFERENCES "hunt"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hunt_segment" ADD CONSTRAINT "hunt_segment_organization_id_hunt_id_fkey" FOREIGN KEY ("organization_id", "hunt_id") REFERENCES "hunt"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hunt_segment" ADD CONSTRAINT "hunt_segment_organization_id_segment_id_fkey" FOREIGN KEY ("organization_id", "segment_id") REFERENCES "log_segment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hunt_match" ADD CONSTRAINT "hunt_match_organization_id_hunt_id_fkey" FOREIGN KEY ("organization_id", "hunt_id") REFERENCES "hunt"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Its matches, the newest events first, and those that are not raised yet.
CREATE INDEX hunt_match_newest ON "hunt_match" (organization_id, hunt_id, first_event_at DESC, id DESC);
CREATE INDEX hunt_match_unraised ON "hunt_match" (organization_id, hunt_id, id) WHERE alert_id IS NULL;

-- An alert says by which retro-hunt it was found.
ALTER TABLE "alert" ADD COLUMN "hunt_id" TEXT;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['hunt', 'hunt_text', 'hunt_state', 'hunt_segment', 'hunt_match'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['hunt', 'hunt_text'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT UPDATE ON hunt_state, hunt_segment, hunt_match TO tickmark_app;
