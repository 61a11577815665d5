-- Where an organization's people sign in (OpenID Connect), its proven mail domains, and who they are there.

ALTER TABLE session ADD COLUMN organization_id TEXT, ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE pending_sign_in ADD COLUMN organization_id TEXT;

CREATE TABLE "sign_in_domain" (
    "domain" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,

    CONSTRAINT "sign_in_domain_pkey" PRIMARY KEY ("domain")
);

CREATE TABLE "identity_provider" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "wrapped_secret" BYTEA NOT NULL,
    "role_claim" TEXT NOT NULL,
    "roles" JSONB NOT NULL,
    "fallback_role" TEXT NOT NULL,
    "new_members" BOOLEAN NOT NULL,
    "trust_unstated_mail" BOOLEAN NOT NULL,
    "enforced" BOOLEAN NOT NULL,
    "exempt_member_ids" TEXT[],
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "check_problem" TEXT,

    CONSTRAINT "identity_provider_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "provider_domain" (
    "organization_id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "proven_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_domain_pkey" PRIMARY KEY ("organization_id","domain")
);

CREATE TABLE "identity_link" (
    "organization_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_sign_in_at" TIMESTAMPTZ(3) NOT NULL,
    "second_factor_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_link_pkey" PRIMARY KEY ("organization_id","issuer","subject")
);

CREATE INDEX "sign_in_domain_organization_id_idx" ON "sign_in_domain"("organization_id");
CREATE UNIQUE INDEX "identity_provider_organization_id_key" ON "identity_provider"("organization_id");
CREATE UNIQUE INDEX "identity_link_organization_id_member_id_key" ON "identity_link"("organization_id", "member_id");
ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_organization_id_member_id_fkey" FOREIGN KEY ("organization_id", "member_id") REFERENCES "member"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE identity_provider ADD CONSTRAINT identity_provider_fallback_role
  CHECK (fallback_role IN ('refuse', 'admin', 'compliance_manager', 'security_analyst', 'control_owner', 'employee'));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['identity_provider', 'provider_domain', 'identity_link'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tickmark_app', t);
  END LOOP;
END $$;

-- Takes a domain for the organization. False when it is another's: a domain leads to one place.
CREATE FUNCTION directory_take_sign_in_domain(p_domain text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO sign_in_domain (domain, organization_id) VALUES (p_domain, current_organization()) ON CONFLICT (domain) DO NOTHING;
  RETURN EXISTS (SELECT 1 FROM sign_in_domain d WHERE d.domain = p_domain AND d.organization_id = current_organization());
END $$;

CREATE FUNCTION directory_leave_sign_in_domain(p_domain text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ DELETE FROM sign_in_domain WHERE organization_id = current_organization() AND domain = p_domain $$;

CREATE FUNCTION directory_organization_of_sign_in_domain(p_domain text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT d.organization_id FROM sign_in_domain d WHERE d.domain = p_domain $$;

DO $$
DECLARE f text;
BEGIN
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND p.proname LIKE 'directory\_%sign\_in\_domain' LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO tickmark_app';
  END LOOP;
END $$;
