-- The cause that an incident was resolved with: a fact of its entry, so that it is known for any past instant.
ALTER TABLE incident_entry ADD COLUMN cause text,
  ADD CONSTRAINT incident_entry_cause CHECK (cause IS NULL OR kind = 'resolved');
