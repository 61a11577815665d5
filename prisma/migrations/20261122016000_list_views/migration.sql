-- How people look at lists: their own columns and density, and views under a name.
CREATE TABLE "list_preference" (
    "organization_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "columns" JSONB,
    "density" TEXT NOT NULL,
    "start_view_id" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "list_preference_pkey" PRIMARY KEY ("organization_id","member_id","list")
);

CREATE TABLE "saved_view" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_member_id" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL,
    "filters" JSONB NOT NULL,
    "columns" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE UNIQUE INDEX "saved_view_organization_id_list_owner_member_id_name_key" ON "saved_view"("organization_id", "list", "owner_member_id", "name");

ALTER TABLE "list_preference" ADD CONSTRAINT "list_preference_organization_id_member_id_fkey" FOREIGN KEY ("organization_id", "member_id") REFERENCES "member"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_organization_id_owner_member_id_fkey" FOREIGN KEY ("organization_id", "owner_member_id") REFERENCES "member"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE list_preference ADD CONSTRAINT list_preference_density CHECK (density IN ('normal', 'compact'));

ALTER TABLE list_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_preference FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON list_preference USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE ON list_preference TO tickmark_app;

ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_view FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON saved_view USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO tickmark_app;
