import { CollectionFailure, type Connector, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { callerOf, openAws } from "./client.ts";
import { cloudTrailCollectors } from "./cloudtrail/collect.ts";
import { MANIFEST } from "./manifest.ts";
import { probeAws } from "./probe.ts";
import { Refusal } from "./refusals.ts";

const collectors = [...cloudTrailCollectors];

/** Amazon Web Services: reads, and changes nothing. */
export const aws: Connector = {
  manifest: MANIFEST,
  collectors,
  async identify(session: Session) {
    const opened = await openAws(session);
    const [first] = opened.accounts;
    if (first === undefined) throw new CollectionFailure("misconfigured", "credential", "No account is named.");
    try {
      const { Arn } = await callerOf(opened, first);
      const tenant = opened.accounts.map(({ id }) => id).join(", ");
      return { id: opened.accounts.length === 1 ? Arn : opened.accounts.map(({ role }) => role).join(", "), name: Arn.split(":").at(-1) ?? Arn, tenant };
    } catch (error) {
      if (error instanceof Refusal) throw new CollectionFailure("denied", error.operation, error.message, null, { cause: error });
      throw error;
    }
  },
  probe: (session: Session): Promise<readonly PermissionFound[]> => probeAws(session),
};
