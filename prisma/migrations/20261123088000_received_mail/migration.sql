-- Mail that comes to an address of a connection: the directory by which the address is found before its organization is
-- known, a run for what came by itself, and what was refused, counted by why.
CREATE TABLE "receiving_address" (
    "address_hash" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,

    CONSTRAINT "receiving_address_pkey" PRIMARY KEY ("address_hash")
);
CREATE TABLE "received_refusal" (
    "organization_id" TEXT NOT NULL,
    "collection_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "code" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "last_from" TEXT NOT NULL,
    "last_ip" TEXT NOT NULL,

    CONSTRAINT "received_refusal_pkey" PRIMARY KEY ("organization_id","collection_id","reason")
);
CREATE INDEX "receiving_address_organization_id_connection_id_idx" ON "receiving_address"("organization_id", "connection_id");
ALTER TABLE "received_refusal" ADD CONSTRAINT "received_refusal_organization_id_collection_id_fkey" FOREIGN KEY ("organization_id", "collection_id") REFERENCES "collection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "collection" DROP CONSTRAINT collection_reason;
ALTER TABLE "collection" ADD CONSTRAINT collection_reason CHECK ("reason" IN ('schedule', 'manual', 'full_refresh', 'backfill', 'received'));

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE received_refusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE received_refusal FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON received_refusal USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE ON received_refusal TO tickmark_app;

-- A connection has one address: another takes the place of the one before, which leads nowhere from then on.
CREATE FUNCTION directory_put_receiving_address(p_address_hash text, p_connection_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  DELETE FROM receiving_address WHERE organization_id = current_organization() AND connection_id = p_connection_id;
  INSERT INTO receiving_address (address_hash, organization_id, connection_id) VALUES (p_address_hash, current_organization(), p_connection_id);
END $$;

CREATE FUNCTION directory_remove_receiving_address(p_connection_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  DELETE FROM receiving_address WHERE organization_id = current_organization() AND connection_id = p_connection_id;
END $$;

CREATE FUNCTION directory_connection_of_address(p_address_hash text) RETURNS TABLE (organization_id text, connection_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT a.organization_id, a.connection_id FROM receiving_address a WHERE a.address_hash = p_address_hash $$;

DO $$
DECLARE f text;
BEGIN
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND (p.proname LIKE 'directory\_%receiving\_address' OR p.proname = 'directory_connection_of_address') LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO tickmark_app';
  END LOOP;
END $$;
