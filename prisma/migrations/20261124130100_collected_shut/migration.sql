-- Where nearly everything is open, such as resources, what is not was looked for through all of it.
CREATE INDEX collected_object_shut ON "collected_object" (organization_id, kind, listed_at DESC, id DESC) WHERE NOT is_open OR removed_at IS NOT NULL;
