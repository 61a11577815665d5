-- Alerts that reading one segment raised.
CREATE INDEX alert_segment ON alert (organization_id, segment_id, id DESC);
