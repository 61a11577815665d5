import { withConnection } from "./connection-problem.ts";

/** Set in the owner's transaction that makes a backup; without it the owner sees no tenant's rows either. */
export const BACKUP_FLAG = "tickmark.backup";

/**
 * Lets the owner role read every row of the tables with row-level security while {@link BACKUP_FLAG} is on: a backup needs
 * them all, from any PostgreSQL, and where Tickmark is a guest no role may be allowed to bypass row-level security. The app
 * role gains nothing. Tables that have the policy are left alone, so that a running Tickmark is not held up.
 */
export async function ensureBackupPolicies(ownerUrl: string): Promise<void> {
  await withConnection(ownerUrl, "The owner role's connection", async (client) => {
    await client.query(
      `DO $$
       DECLARE t regclass;
       BEGIN
         FOR t IN SELECT c.oid::regclass FROM pg_class c
                  WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relowner = current_user::regrole
                    AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'backup') LOOP
           EXECUTE format('CREATE POLICY backup ON %s FOR SELECT TO tickmark_owner USING (current_setting(''${BACKUP_FLAG}'', true) = ''on'')', t);
         END LOOP;
       END $$`,
    );
  });
}
