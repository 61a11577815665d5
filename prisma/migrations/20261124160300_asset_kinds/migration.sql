-- A company keeps several lists: of its machines, of the endpoints at which something answers, of its domains, of third-party systems. Each has its own versions.
ALTER TABLE "asset_list" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'machine',
  ADD CONSTRAINT asset_list_kind CHECK ("kind" IN ('machine', 'endpoint', 'domain', 'third_party'));
ALTER TABLE "asset_list_row" ADD COLUMN "purpose" TEXT NOT NULL DEFAULT '';
DROP INDEX "asset_list_organization_id_version_key";
CREATE UNIQUE INDEX "asset_list_organization_id_kind_version_key" ON "asset_list"("organization_id", "kind", "version");
