-- What one kind of act was done, newest first.
CREATE INDEX "audit_trail_entry_organization_id_action_id_idx" ON "audit_trail_entry" ("organization_id", "action", "id");
-- What one person has to judge.
CREATE INDEX alert_state_of_assignee ON "alert_state" ("organization_id", "assignee_member_id", "acknowledge_by", "alert_id") WHERE "status" <> 'judged';
-- Reviews that came after the submission: what was accepted in it is known as long as the evidence itself.
DROP INDEX evidence_review_recorded;
CREATE INDEX evidence_review_later ON "evidence_review" ("organization_id", "recorded_at") INCLUDE ("evidence_id") WHERE "reviewed_by" <> 'rule:finished-record';
