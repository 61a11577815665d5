-- The mappings in force in one walk: in the order in which the newest version of each is chosen, with what is asked of it.
-- Lists of a large organization sorted six thousand rows for it at every look.
DROP INDEX "mapping_version_organization_id_control_id_idx";
CREATE INDEX "mapping_version_in_force_idx" ON "mapping_version"("organization_id", "control_id", "framework_key", "requirement_code", "effective_from" DESC, "recorded_at" DESC, "id" DESC, "retracted", "strength");
