
-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'compliance_manager', 'security_analyst', 'control_owner', 'employee', 'auditor');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('low', 'medium', 'high', 'critical');

-- CreateEnum
CREATE TYPE "MappingStrength" AS ENUM ('satisfies', 'contributes');

-- CreateEnum
CREATE TYPE "MappingOrigin" AS ENUM ('seed', 'published', 'ours', 'customer');

-- CreateEnum
CREATE TYPE "SourceKind" AS ENUM ('upload', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection');

-- CreateEnum
CREATE TYPE "ReviewDecision" AS ENUM ('accepted', 'rejected');

-- CreateEnum
CREATE TYPE "AlertOrigin" AS ENUM ('rule', 'vendor', 'monitor');

-- CreateEnum
CREATE TYPE "AlertStatus" AS ENUM ('open', 'acknowledged', 'judged');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('false_positive', 'expected', 'security_event', 'incident');

-- CreateEnum
CREATE TYPE "AlertActionKind" AS ENUM ('acknowledged', 'assigned', 'commented', 'judged');

-- CreateEnum
CREATE TYPE "IncidentStatus" AS ENUM ('open', 'contained', 'resolved', 'closed');

-- CreateEnum
CREATE TYPE "IncidentEntryKind" AS ENUM ('declared', 'assigned', 'severity_set', 'commented', 'contained', 'resolved', 'closed', 'reopened', 'alert_added', 'evidence_added');

-- CreateEnum
CREATE TYPE "Visibility" AS ENUM ('internal', 'shared_with_auditor');

-- CreateEnum
CREATE TYPE "ScanStatus" AS ENUM ('queued', 'running', 'finished', 'failed');

-- CreateEnum
CREATE TYPE "PacketStatus" AS ENUM ('queued', 'running', 'sealed', 'failed');

-- CreateEnum
CREATE TYPE "ScheduleFrequency" AS ENUM ('weekly', 'monthly', 'quarterly');

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('queued', 'running', 'finished', 'failed');

-- CreateEnum
CREATE TYPE "EngagementType" AS ENUM ('type_1', 'type_2', 'certification', 'assessment');

-- CreateTable
CREATE TABLE "user_account" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "subject" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_start_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "sign_in_event" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT,
    "subject_hash" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "session_id" TEXT,

    CONSTRAINT "sign_in_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "framework" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "item_label" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "framework_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "requirement" (
    "framework_key" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "group_code" TEXT NOT NULL,
    "group_title" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "requirement_pkey" PRIMARY KEY ("framework_key","code")
);

-- CreateTable
CREATE TABLE "membership" (
    "user_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","organization_id")
);

-- CreateTable
CREATE TABLE "organization_slug" (
    "slug" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,

    CONSTRAINT "organization_slug_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "delivery_token" (
    "token_hash" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "due_work" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "due_work_pkey" PRIMARY KEY ("organization_id","kind","subject_id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_key" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_key_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "number_counter" (
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "last_number" INTEGER NOT NULL,

    CONSTRAINT "number_counter_pkey" PRIMARY KEY ("organization_id","name")
);

-- CreateTable
CREATE TABLE "member" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "team" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "team_member" (
    "organization_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("organization_id","team_id","member_id")
);

-- CreateTable
CREATE TABLE "setting_version" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "setting_version_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "audit_trail_entry" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_trail_entry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "ledger_pending_entry" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "leaf_hash" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_pending_entry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "blob" (
    "organization_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byte_length" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("organization_id","sha256")
);

-- CreateTable
CREATE TABLE "job_run" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL,
    "step" TEXT NOT NULL DEFAULT '',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "control" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "control_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "control_version" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "operates" TEXT NOT NULL,
    "owner_team" TEXT NOT NULL,
    "process_owners" TEXT[],
    "statement" TEXT NOT NULL,
    "context" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "guidance" TEXT NOT NULL,
    "how_tested" TEXT NOT NULL,
    "why_sufficient" TEXT NOT NULL,
    "auditor_validates" TEXT NOT NULL,
    "links" JSONB NOT NULL,

    CONSTRAINT "control_version_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "mapping_version" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "requirement_code" TEXT NOT NULL,
    "strength" "MappingStrength" NOT NULL,
    "rationale" TEXT NOT NULL,
    "origin" "MappingOrigin" NOT NULL,
    "retracted" BOOLEAN NOT NULL DEFAULT false,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mapping_version_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "evidence_request" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "guidance" TEXT NOT NULL,
    "freshness_days" INTEGER NOT NULL,
    "source_kinds" "SourceKind"[],
    "owner_member_id" TEXT,
    "last_good_at" TIMESTAMPTZ(3),
    "fresh_until" TIMESTAMPTZ(3),
    "awaiting_review" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "evidence_request_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "source_kind" "SourceKind" NOT NULL,
    "source_id" TEXT NOT NULL,
    "source_hash" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "file_name" TEXT,
    "media_type" TEXT,
    "byte_length" BIGINT,
    "blob_sha256" TEXT,
    "collected_at" TIMESTAMPTZ(3) NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "effective_until" TIMESTAMPTZ(3) NOT NULL,
    "submitted_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "evidence_answer" (
    "organization_id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_answer_pkey" PRIMARY KEY ("organization_id","evidence_id","request_id")
);

-- CreateTable
CREATE TABLE "evidence_review" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "decision" "ReviewDecision" NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "reviewed_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_review_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "log_source" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "utc_offset_minutes" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_source_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "log_segment" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byte_length" BIGINT NOT NULL,
    "stored_encoding" TEXT NOT NULL,
    "reference_time" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "received_by" TEXT NOT NULL,

    CONSTRAINT "log_segment_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "log_segment_scan" (
    "organization_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "status" "ScanStatus" NOT NULL,
    "scanned_bytes" BIGINT NOT NULL DEFAULT 0,
    "lines" BIGINT NOT NULL DEFAULT 0,
    "parsed_lines" BIGINT NOT NULL DEFAULT 0,
    "unparsed_lines" BIGINT NOT NULL DEFAULT 0,
    "truncated_lines" BIGINT NOT NULL DEFAULT 0,
    "invalid_utf8_lines" BIGINT NOT NULL DEFAULT 0,
    "first_event_at" TIMESTAMPTZ(3),
    "last_event_at" TIMESTAMPTZ(3),
    "alerts" INTEGER NOT NULL DEFAULT 0,
    "unparsed_sample" JSONB NOT NULL,
    "snapshot" JSONB,
    "notes" TEXT[],
    "error" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_segment_scan_pkey" PRIMARY KEY ("organization_id","segment_id")
);

-- CreateTable
CREATE TABLE "correlation_state" (
    "organization_id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "rule_set_hash" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "correlation_state_pkey" PRIMARY KEY ("organization_id","source_id")
);

-- CreateTable
CREATE TABLE "rule_version" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule_key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" "Severity" NOT NULL,
    "text" TEXT NOT NULL,
    "control_codes" TEXT[],
    "tags" TEXT[],
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_version_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "alert" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "origin" "AlertOrigin" NOT NULL,
    "rule_version_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" "Severity" NOT NULL,
    "group_key" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "first_event_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledge_by" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "alert_state" (
    "organization_id" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "status" "AlertStatus" NOT NULL,
    "severity" "Severity" NOT NULL,
    "acknowledge_by" TIMESTAMPTZ(3) NOT NULL,
    "assignee_member_id" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "judged_at" TIMESTAMPTZ(3),
    "verdict" "Verdict",
    "incident_id" TEXT,
    "last_event_at" TIMESTAMPTZ(3) NOT NULL,
    "event_count" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "explanation" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_state_pkey" PRIMARY KEY ("organization_id","alert_id")
);

-- CreateTable
CREATE TABLE "alert_action" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "kind" "AlertActionKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "member_id" TEXT NOT NULL,
    "verdict" "Verdict",
    "assignee_id" TEXT,
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "alert_action_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "incident" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "declared_at" TIMESTAMPTZ(3) NOT NULL,
    "declared_by" TEXT NOT NULL,
    "first_event_at" TIMESTAMPTZ(3) NOT NULL,
    "alerted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "incident_state" (
    "organization_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "status" "IncidentStatus" NOT NULL,
    "severity" "Severity" NOT NULL,
    "assignee_member_id" TEXT,
    "cause" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "contained_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_state_pkey" PRIMARY KEY ("organization_id","incident_id")
);

-- CreateTable
CREATE TABLE "incident_entry" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "kind" "IncidentEntryKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "member_id" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "severity" "Severity",
    "assignee_id" TEXT,
    "visibility" "Visibility" NOT NULL,

    CONSTRAINT "incident_entry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "incident_alert" (
    "organization_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_alert_pkey" PRIMARY KEY ("organization_id","incident_id","alert_id")
);

-- CreateTable
CREATE TABLE "engagement" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" "EngagementType" NOT NULL,
    "framework_key" TEXT NOT NULL,
    "first_day" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "audit_firm" TEXT NOT NULL,
    "access_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "engagement_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "engagement_control" (
    "organization_id" TEXT NOT NULL,
    "engagement_id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,

    CONSTRAINT "engagement_control_pkey" PRIMARY KEY ("organization_id","engagement_id","control_id")
);

-- CreateTable
CREATE TABLE "engagement_auditor" (
    "organization_id" TEXT NOT NULL,
    "engagement_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "last_visit_at" TIMESTAMPTZ(3),
    "this_visit_at" TIMESTAMPTZ(3),

    CONSTRAINT "engagement_auditor_pkey" PRIMARY KEY ("organization_id","engagement_id","member_id")
);

-- CreateTable
CREATE TABLE "packet" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "control_id" TEXT NOT NULL,
    "engagement_id" TEXT,
    "schedule_id" TEXT,
    "first_day" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "packet_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "packet_state" (
    "organization_id" TEXT NOT NULL,
    "packet_id" TEXT NOT NULL,
    "status" "PacketStatus" NOT NULL,
    "step" TEXT NOT NULL DEFAULT '',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "blob_sha256" TEXT,
    "report_sha256" TEXT,
    "byte_length" BIGINT,
    "manifest" JSONB,
    "omissions" JSONB,
    "sealed_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "packet_state_pkey" PRIMARY KEY ("organization_id","packet_id")
);

-- CreateTable
CREATE TABLE "packet_schedule" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "engagement_id" TEXT,
    "frequency" "ScheduleFrequency" NOT NULL,
    "time_zone" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "recipients" JSONB NOT NULL,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "packet_schedule_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "packet_delivery" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "packet_id" TEXT NOT NULL,
    "recipient_email" TEXT NOT NULL,
    "recipient_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "send_error" TEXT,
    "first_downloaded_at" TIMESTAMPTZ(3),
    "downloads" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "packet_delivery_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_event_user_id_at_idx" ON "sign_in_event"("user_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_organization_id_key" ON "organization_slug"("organization_id");

-- CreateIndex
CREATE INDEX "due_work_due_at_idx" ON "due_work"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "member_organization_id_user_id_key" ON "member"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_organization_id_name_key" ON "team"("organization_id", "name");

-- CreateIndex
CREATE INDEX "setting_version_organization_id_name_effective_from_idx" ON "setting_version"("organization_id", "name", "effective_from");

-- CreateIndex
CREATE INDEX "audit_trail_entry_organization_id_subject_kind_subject_id_i_idx" ON "audit_trail_entry"("organization_id", "subject_kind", "subject_id", "id");

-- CreateIndex
CREATE INDEX "ledger_pending_entry_organization_id_subject_id_idx" ON "ledger_pending_entry"("organization_id", "subject_id");

-- CreateIndex
CREATE INDEX "job_run_organization_id_subject_id_idx" ON "job_run"("organization_id", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "control_organization_id_code_key" ON "control"("organization_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "control_version_organization_id_control_id_version_key" ON "control_version"("organization_id", "control_id", "version");

-- CreateIndex
CREATE INDEX "mapping_version_organization_id_control_id_idx" ON "mapping_version"("organization_id", "control_id");

-- CreateIndex
CREATE INDEX "mapping_version_organization_id_framework_key_requirement_c_idx" ON "mapping_version"("organization_id", "framework_key", "requirement_code");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_request_organization_id_control_id_key_key" ON "evidence_request"("organization_id", "control_id", "key");

-- CreateIndex
CREATE INDEX "evidence_organization_id_source_kind_source_id_idx" ON "evidence"("organization_id", "source_kind", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_organization_id_number_key" ON "evidence"("organization_id", "number");

-- CreateIndex
CREATE INDEX "evidence_answer_organization_id_request_id_idx" ON "evidence_answer"("organization_id", "request_id");

-- CreateIndex
CREATE INDEX "evidence_review_organization_id_evidence_id_idx" ON "evidence_review"("organization_id", "evidence_id");

-- CreateIndex
CREATE UNIQUE INDEX "log_source_organization_id_name_key" ON "log_source"("organization_id", "name");

-- CreateIndex
CREATE INDEX "log_segment_organization_id_received_at_idx" ON "log_segment"("organization_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "log_segment_organization_id_source_id_sha256_key" ON "log_segment"("organization_id", "source_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "rule_version_organization_id_rule_key_sha256_key" ON "rule_version"("organization_id", "rule_key", "sha256");

-- CreateIndex
CREATE INDEX "alert_organization_id_rule_version_id_idx" ON "alert"("organization_id", "rule_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_organization_id_number_key" ON "alert"("organization_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "alert_organization_id_dedupe_key_key" ON "alert"("organization_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "alert_state_organization_id_status_acknowledge_by_alert_id_idx" ON "alert_state"("organization_id", "status", "acknowledge_by", "alert_id");

-- CreateIndex
CREATE INDEX "alert_action_organization_id_alert_id_idx" ON "alert_action"("organization_id", "alert_id");

-- CreateIndex
CREATE UNIQUE INDEX "incident_organization_id_number_key" ON "incident"("organization_id", "number");

-- CreateIndex
CREATE INDEX "incident_state_organization_id_status_incident_id_idx" ON "incident_state"("organization_id", "status", "incident_id");

-- CreateIndex
CREATE INDEX "incident_entry_organization_id_incident_id_idx" ON "incident_entry"("organization_id", "incident_id");

-- CreateIndex
CREATE INDEX "incident_alert_organization_id_alert_id_idx" ON "incident_alert"("organization_id", "alert_id");

-- CreateIndex
CREATE INDEX "packet_organization_id_control_id_idx" ON "packet"("organization_id", "control_id");

-- CreateIndex
CREATE UNIQUE INDEX "packet_organization_id_number_key" ON "packet"("organization_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "packet_delivery_organization_id_packet_id_recipient_email_key" ON "packet_delivery"("organization_id", "packet_id", "recipient_email");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "requirement" ADD CONSTRAINT "requirement_framework_key_fkey" FOREIGN KEY ("framework_key") REFERENCES "framework"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_organization_id_member_id_fkey" FOREIGN KEY ("organization_id", "member_id") REFERENCES "member"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "control_version" ADD CONSTRAINT "control_version_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping_version" ADD CONSTRAINT "mapping_version_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_request" ADD CONSTRAINT "evidence_request_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_answer" ADD CONSTRAINT "evidence_answer_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_answer" ADD CONSTRAINT "evidence_answer_organization_id_request_id_fkey" FOREIGN KEY ("organization_id", "request_id") REFERENCES "evidence_request"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_review" ADD CONSTRAINT "evidence_review_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_segment" ADD CONSTRAINT "log_segment_organization_id_source_id_fkey" FOREIGN KEY ("organization_id", "source_id") REFERENCES "log_source"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_segment_scan" ADD CONSTRAINT "log_segment_scan_organization_id_segment_id_fkey" FOREIGN KEY ("organization_id", "segment_id") REFERENCES "log_segment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_state" ADD CONSTRAINT "alert_state_organization_id_alert_id_fkey" FOREIGN KEY ("organization_id", "alert_id") REFERENCES "alert"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_action" ADD CONSTRAINT "alert_action_organization_id_alert_id_fkey" FOREIGN KEY ("organization_id", "alert_id") REFERENCES "alert"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_state" ADD CONSTRAINT "incident_state_organization_id_incident_id_fkey" FOREIGN KEY ("organization_id", "incident_id") REFERENCES "incident"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_entry" ADD CONSTRAINT "incident_entry_organization_id_incident_id_fkey" FOREIGN KEY ("organization_id", "incident_id") REFERENCES "incident"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_alert" ADD CONSTRAINT "incident_alert_organization_id_incident_id_fkey" FOREIGN KEY ("organization_id", "incident_id") REFERENCES "incident"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engagement_control" ADD CONSTRAINT "engagement_control_organization_id_engagement_id_fkey" FOREIGN KEY ("organization_id", "engagement_id") REFERENCES "engagement"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engagement_auditor" ADD CONSTRAINT "engagement_auditor_organization_id_engagement_id_fkey" FOREIGN KEY ("organization_id", "engagement_id") REFERENCES "engagement"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "packet_state" ADD CONSTRAINT "packet_state_organization_id_packet_id_fkey" FOREIGN KEY ("organization_id", "packet_id") REFERENCES "packet"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
