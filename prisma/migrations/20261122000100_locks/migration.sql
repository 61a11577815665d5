-- The locks: row-level security, append-only triggers, grants and the directory's only doors.
-- `tickmark_app` owns nothing: it is the role of the web server and the worker.

-- 1. Tenant tables: without a tenant set, no row is seen; with one, only its rows are seen or written.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'organization_key', 'number_counter', 'member', 'team', 'team_member', 'setting_version',
    'audit_trail_entry', 'ledger_pending_entry', 'blob', 'job_run', 'control', 'control_version',
    'mapping_version', 'evidence_request', 'evidence', 'evidence_answer', 'evidence_review', 'log_source',
    'log_segment', 'log_segment_scan', 'correlation_state', 'rule_version', 'alert', 'alert_state',
    'alert_action', 'incident', 'incident_state', 'incident_entry', 'incident_alert', 'engagement',
    'engagement_control', 'engagement_auditor', 'packet', 'packet_state', 'packet_schedule',
    'packet_delivery'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) '
      'WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tickmark_app', t);
  END LOOP;
END $$;

ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organization USING (id = current_setting('tickmark.organization_id', true))
  WITH CHECK (id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE ON organization TO tickmark_app;

-- 2. Facts are added, never changed. The owner of the database can still disable a trigger: the ledger is what shows it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'sign_in_event', 'setting_version', 'audit_trail_entry', 'ledger_pending_entry', 'blob',
    'control_version', 'mapping_version', 'evidence', 'evidence_answer', 'evidence_review', 'log_segment',
    'rule_version', 'alert', 'alert_action', 'incident', 'incident_entry', 'incident_alert', 'packet'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format(
      'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM tickmark_app', t);
  END LOOP;
END $$;

-- 3. Global tables. Frameworks are written at set-up by the owner only.
GRANT SELECT, INSERT, UPDATE ON user_account, session, sign_in_throttle TO tickmark_app;
GRANT DELETE ON sign_in_throttle TO tickmark_app;
GRANT SELECT, INSERT ON sign_in_event TO tickmark_app;
GRANT SELECT ON framework, requirement TO tickmark_app;

-- 4. The directory: no grant on its tables; each function below is the only way to its rows.
CREATE FUNCTION current_organization() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('tickmark.organization_id', true), '') $$;

CREATE FUNCTION directory_memberships(p_user_id text) RETURNS TABLE (organization_id text, member_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT m.organization_id, m.member_id FROM membership m WHERE m.user_id = p_user_id ORDER BY 1 $$;

CREATE FUNCTION directory_add_membership(p_user_id text, p_member_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO membership (user_id, organization_id, member_id) VALUES (p_user_id, current_organization(), p_member_id);
END $$;

CREATE FUNCTION directory_organization_of_slug(p_slug text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT organization_id FROM organization_slug WHERE slug = p_slug $$;

CREATE FUNCTION directory_add_slug(p_slug text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO organization_slug (slug, organization_id) VALUES (p_slug, current_organization());
END $$;

CREATE FUNCTION directory_organizations() RETURNS TABLE (organization_id text, slug text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT o.organization_id, o.slug FROM organization_slug o ORDER BY 1 $$;

CREATE FUNCTION directory_add_delivery_token(p_token_hash text, p_delivery_id text, p_expires_at timestamptz)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO delivery_token (token_hash, organization_id, delivery_id, expires_at)
    VALUES (p_token_hash, current_organization(), p_delivery_id, p_expires_at);
END $$;

CREATE FUNCTION directory_delivery_of_token(p_token_hash text, p_now timestamptz)
  RETURNS TABLE (organization_id text, delivery_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT t.organization_id, t.delivery_id FROM delivery_token t
     WHERE t.token_hash = p_token_hash AND t.expires_at > p_now $$;

CREATE FUNCTION directory_put_due_work(p_kind text, p_subject_id text, p_due_at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO due_work (organization_id, kind, subject_id, due_at)
    VALUES (current_organization(), p_kind, p_subject_id, p_due_at)
    ON CONFLICT (organization_id, kind, subject_id) DO UPDATE SET due_at = excluded.due_at;
END $$;

CREATE FUNCTION directory_remove_due_work(p_kind text, p_subject_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ DELETE FROM due_work WHERE organization_id = current_organization() AND kind = p_kind AND subject_id = p_subject_id $$;

-- Rows due at `p_now`, each leased until `p_lease_until`: a dispatcher that dies before its verb moved the row on loses nothing.
CREATE FUNCTION directory_lease_due_work(p_now timestamptz, p_lease_until timestamptz, p_limit int)
  RETURNS TABLE (organization_id text, kind text, subject_id text)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE due_work d SET due_at = p_lease_until
    FROM (SELECT w.organization_id, w.kind, w.subject_id FROM due_work w WHERE w.due_at <= p_now
          ORDER BY w.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED) taken
    WHERE d.organization_id = taken.organization_id AND d.kind = taken.kind AND d.subject_id = taken.subject_id
    RETURNING d.organization_id, d.kind, d.subject_id $$;

DO $$
DECLARE f text;
BEGIN
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND p.proname LIKE 'directory\_%' LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO tickmark_app';
  END LOOP;
END $$;

-- 5. Order of the lists that are read most, newest or most urgent first, by keyset.
CREATE INDEX alert_state_to_judge ON alert_state (organization_id, acknowledge_by, alert_id) WHERE status <> 'judged';
CREATE INDEX evidence_newest ON evidence (organization_id, collected_at DESC, id DESC);
CREATE INDEX job_run_unfinished ON job_run (organization_id, heartbeat_at) WHERE status IN ('queued', 'running');
