-- The ledger's tree: entries get their places in batches; tiles are written once; checkpoints are signed (lib/ledger).
CREATE TABLE "ledger_queue" (
    "organization_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,

    CONSTRAINT "ledger_queue_pkey" PRIMARY KEY ("organization_id","entry_id")
);

CREATE TABLE "ledger_head" (
    "organization_id" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "edge" BYTEA NOT NULL,

    CONSTRAINT "ledger_head_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "ledger_leaf" (
    "organization_id" TEXT NOT NULL,
    "index" BIGINT NOT NULL,
    "entry_id" TEXT NOT NULL,

    CONSTRAINT "ledger_leaf_pkey" PRIMARY KEY ("organization_id","index")
);

CREATE UNIQUE INDEX "ledger_leaf_organization_id_entry_id_key" ON "ledger_leaf"("organization_id", "entry_id");

CREATE TABLE "ledger_tile" (
    "organization_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hashes" BYTEA NOT NULL,

    CONSTRAINT "ledger_tile_pkey" PRIMARY KEY ("organization_id","row","index")
);

CREATE TABLE "ledger_checkpoint" (
    "organization_id" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "note" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_checkpoint_pkey" PRIMARY KEY ("organization_id","size")
);

CREATE TABLE "ledger_key" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "wrapped_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_key_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "ledger_audit" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "checkpoints" INTEGER NOT NULL,
    "fault" TEXT,
    "fault_index" BIGINT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_audit_pkey" PRIMARY KEY ("organization_id","id")
);

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_queue', 'ledger_head', 'ledger_leaf', 'ledger_tile', 'ledger_checkpoint', 'ledger_key', 'ledger_audit'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['ledger_leaf', 'ledger_tile', 'ledger_checkpoint', 'ledger_key', 'ledger_audit'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT DELETE ON ledger_queue TO tickmark_app;
GRANT UPDATE ON ledger_head TO tickmark_app;

-- What was recorded before there was a tree gets its place now, with the time at which it was recorded.
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    INSERT INTO ledger_queue (organization_id, entry_id) SELECT organization_id, id FROM ledger_pending_entry;
    PERFORM directory_put_due_work('ledger', 'tree', now());
    PERFORM directory_put_due_work('ledger_audit', 'tree', now());
  END LOOP;
END $$;
