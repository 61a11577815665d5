-- What one person did, newest first, without reading everybody's.
CREATE INDEX "audit_trail_entry_organization_id_actor_id_id_idx" ON "audit_trail_entry" ("organization_id", "actor_id", "id");
