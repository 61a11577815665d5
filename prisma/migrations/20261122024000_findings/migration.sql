-- The findings register: gaps with an owner, a day by which they are closed, and their history.
CREATE TABLE "finding" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_id" TEXT,
    "source_name" TEXT NOT NULL,
    "subject_key" TEXT,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_by" TEXT NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT finding_source CHECK ("source_kind" IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'incident', 'engagement', 'policy', 'by_hand'))
);

CREATE TABLE "finding_state" (
    "organization_id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "source_kind" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "owner_member_id" TEXT,
    "owner_placeholder_id" TEXT,
    "due_on" TEXT NOT NULL,
    "due_days" INTEGER,
    "due_from" TEXT NOT NULL,
    "root_cause" TEXT NOT NULL DEFAULT '',
    "plan" TEXT NOT NULL DEFAULT '',
    "remediated_by" TEXT,
    "accepted_by" TEXT,
    "accepted_until" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "finding_state_pkey" PRIMARY KEY ("organization_id","finding_id"),
    CONSTRAINT finding_state_status CHECK ("status" IN ('open', 'in_remediation', 'remediated', 'closed', 'risk_accepted', 'withdrawn')),
    CONSTRAINT finding_state_severity CHECK ("severity" IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT finding_state_source CHECK ("source_kind" IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'incident', 'engagement', 'policy', 'by_hand')),
    CONSTRAINT finding_state_visibility CHECK ("visibility" IN ('internal', 'shared_with_auditor')),
    CONSTRAINT finding_state_one_owner CHECK ("owner_member_id" IS NULL OR "owner_placeholder_id" IS NULL),
    CONSTRAINT finding_state_accepted_until CHECK (("status" = 'risk_accepted') = ("accepted_until" IS NOT NULL))
);

CREATE TABLE "finding_event" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "member_id" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "status" TEXT,
    "severity" TEXT,
    "due_on" TEXT,
    "accepted_until" TEXT,
    "visibility" TEXT,
    "owner_member_id" TEXT,
    "owner_placeholder_id" TEXT,

    CONSTRAINT "finding_event_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT finding_event_kind CHECK ("kind" IN ('raised', 'seen_again', 'assigned', 'severity_set', 'due_moved', 'planned', 'remediation_started', 'step_added', 'step_done', 'step_undone', 'evidence_added', 'ticket_linked', 'ticket_removed', 'related', 'shared', 'withheld', 'remediated', 'returned', 'closed', 'risk_accepted', 'acceptance_ended', 'reopened', 'withdrawn')),
    CONSTRAINT finding_event_status CHECK ("status" IN ('open', 'in_remediation', 'remediated', 'closed', 'risk_accepted', 'withdrawn')),
    CONSTRAINT finding_event_severity CHECK ("severity" IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT finding_event_visibility CHECK ("visibility" IN ('internal', 'shared_with_auditor'))
);

CREATE TABLE "finding_control" (
    "organization_id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,

    CONSTRAINT "finding_control_pkey" PRIMARY KEY ("organization_id","finding_id","control_id")
);

CREATE TABLE "finding_requirement" (
    "organization_id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "requirement_code" TEXT NOT NULL,

    CONSTRAINT "finding_requirement_pkey" PRIMARY KEY ("organization_id","finding_id","framework_key","requirement_code")
);

CREATE TABLE "finding_cause" (
    "organization_id" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "finding_cause_pkey" PRIMARY KEY ("organization_id","cause")
);

CREATE TABLE "finding_step" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by" TEXT,

    CONSTRAINT "finding_step_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "finding_evidence" (
    "organization_id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,

    CONSTRAINT "finding_evidence_pkey" PRIMARY KEY ("organization_id","finding_id","evidence_id")
);

CREATE TABLE "finding_ticket" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,

    CONSTRAINT "finding_ticket_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT finding_ticket_web_address CHECK ("url" LIKE 'https://%' OR "url" LIKE 'http://%')
);

CREATE UNIQUE INDEX "finding_organization_id_number_key" ON "finding"("organization_id", "number");

CREATE UNIQUE INDEX "finding_organization_id_subject_key_key" ON "finding"("organization_id", "subject_key");

CREATE INDEX "finding_state_organization_id_number_idx" ON "finding_state"("organization_id", "number" DESC);

CREATE INDEX "finding_state_organization_id_status_number_idx" ON "finding_state"("organization_id", "status", "number" DESC);

CREATE INDEX "finding_state_organization_id_severity_number_idx" ON "finding_state"("organization_id", "severity", "number" DESC);

CREATE INDEX "finding_state_organization_id_source_kind_number_idx" ON "finding_state"("organization_id", "source_kind", "number" DESC);

CREATE INDEX "finding_state_organization_id_owner_member_id_number_idx" ON "finding_state"("organization_id", "owner_member_id", "number" DESC);

CREATE INDEX "finding_state_organization_id_owner_placeholder_id_idx" ON "finding_state"("organization_id", "owner_placeholder_id");

CREATE UNIQUE INDEX "finding_event_organization_id_finding_id_number_key" ON "finding_event"("organization_id", "finding_id", "number");

CREATE INDEX "finding_control_organization_id_control_id_finding_id_idx" ON "finding_control"("organization_id", "control_id", "finding_id");

CREATE INDEX "finding_requirement_organization_id_framework_key_requireme_idx" ON "finding_requirement"("organization_id", "framework_key", "requirement_code");

CREATE INDEX "finding_cause_organization_id_finding_id_idx" ON "finding_cause"("organization_id", "finding_id");

CREATE UNIQUE INDEX "finding_step_organization_id_finding_id_position_key" ON "finding_step"("organization_id", "finding_id", "position");

CREATE UNIQUE INDEX "finding_ticket_organization_id_finding_id_url_key" ON "finding_ticket"("organization_id", "finding_id", "url");

ALTER TABLE "finding_state" ADD CONSTRAINT "finding_state_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_event" ADD CONSTRAINT "finding_event_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_control" ADD CONSTRAINT "finding_control_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_control" ADD CONSTRAINT "finding_control_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_requirement" ADD CONSTRAINT "finding_requirement_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_cause" ADD CONSTRAINT "finding_cause_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_step" ADD CONSTRAINT "finding_step_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_evidence" ADD CONSTRAINT "finding_evidence_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_evidence" ADD CONSTRAINT "finding_evidence_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "finding_ticket" ADD CONSTRAINT "finding_ticket_organization_id_finding_id_fkey" FOREIGN KEY ("organization_id", "finding_id") REFERENCES "finding"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What still has to be done, by the day by which it must be: what is late, and who is reminded.
CREATE INDEX finding_state_owed ON finding_state (organization_id, due_on, number DESC) WHERE status IN ('open', 'in_remediation');
-- Accepted risks by the day on which they end.
CREATE INDEX finding_state_accepted ON finding_state (organization_id, accepted_until) WHERE accepted_until IS NOT NULL;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['finding', 'finding_state', 'finding_event', 'finding_control', 'finding_requirement', 'finding_cause', 'finding_step', 'finding_evidence', 'finding_ticket'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['finding', 'finding_event', 'finding_cause', 'finding_evidence'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT UPDATE, DELETE ON finding_state, finding_control, finding_requirement, finding_step, finding_ticket TO tickmark_app;

-- Found by number and title from anywhere.
ALTER TABLE search_word DROP CONSTRAINT search_word_kind;
ALTER TABLE search_word ADD CONSTRAINT search_word_kind CHECK (kind IN ('control', 'evidence', 'finding', 'incident', 'engagement', 'packet', 'person'));
CREATE FUNCTION search_keep_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_keep(NEW.organization_id, 'finding', NEW.id, concat_ws(' ', 'FND-' || to_char(NEW.raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || NEW.number, 'FND-' || NEW.number, NEW.title, NEW.id));
  RETURN NULL;
END $$;
CREATE TRIGGER search_words AFTER INSERT ON finding FOR EACH ROW EXECUTE FUNCTION search_keep_finding();

-- Talked about.
ALTER TABLE comment DROP CONSTRAINT comment_subject_kind;
ALTER TABLE comment ADD CONSTRAINT comment_subject_kind CHECK (subject_kind IN ('control', 'evidence', 'evidence_request', 'engagement', 'finding', 'packet'));

-- Organizations that there are already are looked at for findings as new ones are; the look itself puts the next one in line.
INSERT INTO due_work (organization_id, kind, subject_id, due_at) SELECT organization_id, 'findings', 'daily', now() FROM organization_slug ON CONFLICT DO NOTHING;
