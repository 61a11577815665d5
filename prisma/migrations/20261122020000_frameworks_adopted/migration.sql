-- Editions that take another's place, the crosswalks between them, and which editions an organization works with.
ALTER TABLE "framework" ADD COLUMN     "superseded_by" TEXT;

CREATE TABLE "crosswalk" (
    "key" TEXT NOT NULL,
    "from_key" TEXT NOT NULL,
    "to_key" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,

    CONSTRAINT "crosswalk_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "crosswalk_edge" (
    "crosswalk_key" TEXT NOT NULL,
    "from_code" TEXT NOT NULL,
    "to_code" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "checked" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL,

    CONSTRAINT "crosswalk_edge_pkey" PRIMARY KEY ("crosswalk_key","from_code","to_code"),
    CONSTRAINT crosswalk_edge_relation CHECK ("relation" IN ('equal', 'subset', 'superset', 'intersects', 'successor', 'added')),
    CONSTRAINT crosswalk_edge_confidence CHECK ("confidence" IN ('published_table', 'title_matched', 'recalled', 'unverified'))
);

CREATE TABLE "framework_adoption" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "framework_adoption_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT framework_adoption_state CHECK ("state" IN ('adopted', 'left'))
);

CREATE UNIQUE INDEX "framework_adoption_organization_id_framework_key_number_key" ON "framework_adoption"("organization_id", "framework_key", "number");

ALTER TABLE "crosswalk_edge" ADD CONSTRAINT "crosswalk_edge_crosswalk_key_fkey" FOREIGN KEY ("crosswalk_key") REFERENCES "crosswalk"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Global content: the app role reads it, the owner loads it.
GRANT SELECT ON crosswalk, crosswalk_edge TO tickmark_app;

-- The locks of an append-only tenant table (see 20261122000100_locks).
ALTER TABLE "framework_adoption" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "framework_adoption" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "framework_adoption"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON "framework_adoption" TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "framework_adoption" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "framework_adoption" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Organizations that are there already work with what they mapped controls to, aim at, or are examined by.
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    INSERT INTO framework_adoption (organization_id, id, framework_key, number, state, content_hash, reason, recorded_at, recorded_by)
    SELECT o, 'fad_' || replace(gen_random_uuid()::text, '-', ''), f.key, 1, 'adopted', f.content_hash, 'In use before adoption was recorded.', now(), 'system:migration'
      FROM framework f
     WHERE f.key IN (SELECT framework_key FROM mapping_version WHERE organization_id = o
                     UNION SELECT framework_key FROM audit_aim WHERE organization_id = o
                     UNION SELECT framework_key FROM engagement WHERE organization_id = o);
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
