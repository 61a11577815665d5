-- Messages that came before messages were looked into: each connection that holds one gets them looked into, a hundred at a time.
-- The owner sees every row while no policy is forced.
ALTER TABLE "collected_object" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "file_inspection" NO FORCE ROW LEVEL SECURITY;
INSERT INTO due_work (organization_id, kind, subject_id, due_at)
  SELECT DISTINCT o.organization_id, 'message_inspection', o.connection_id || '/', now() FROM collected_object o
   WHERE o.kind = 'message' AND NOT EXISTS (SELECT FROM file_inspection i WHERE i.organization_id = o.organization_id AND i.sha256 = o.external_id)
  ON CONFLICT DO NOTHING;
ALTER TABLE "file_inspection" FORCE ROW LEVEL SECURITY;
ALTER TABLE "collected_object" FORCE ROW LEVEL SECURITY;
