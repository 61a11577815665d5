-- Alerts of a period in the order of their first event: the population of a packet is read page by page along it.
CREATE INDEX alert_in_time ON alert (organization_id, first_event_at, id);
