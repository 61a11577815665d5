-- What operating an installation rests on: which workers live, whether it is closed for maintenance, which migrations it has.
-- CreateTable
CREATE TABLE "worker_presence" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_presence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maintenance" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "maintenance_pkey" PRIMARY KEY ("id")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_presence TO tickmark_app;
-- The owner alone closes and opens the installation.
GRANT SELECT ON maintenance TO tickmark_app;

-- The app role cannot read the table of migrations; whether they are all there decides if it may serve.
CREATE FUNCTION installed_migrations() RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT m.migration_name::text FROM _prisma_migrations m WHERE m.finished_at IS NOT NULL AND m.rolled_back_at IS NULL $$;
REVOKE ALL ON FUNCTION installed_migrations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION installed_migrations() TO tickmark_app;
