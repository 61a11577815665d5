import { CollectionFailure, type Connector, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { scalingCollectors } from "./autoscaling.ts";
import { callerOf, openAws } from "./client.ts";
import { cloudFormationCollectors } from "./cloudformation.ts";
import { cloudTrailCollectors } from "./cloudtrail/collect.ts";
import { digestCollectors } from "./cloudtrail/digests.ts";
import { cloudWatchCollectors } from "./cloudwatch.ts";
import { configRuleCollectors } from "./config-rules.ts";
import { configCollectors } from "./config.ts";
import { driftCollectors } from "./drift.ts";
import { guardDutyCollectors } from "./guardduty.ts";
import { iamCollectors } from "./iam.ts";
import { imageCollectors } from "./images.ts";
import { inspectorCollectors } from "./inspector2.ts";
import { instanceCollectors } from "./instances.ts";
import { logCollectors } from "./logs.ts";
import { MANIFEST } from "./manifest.ts";
import { probeAws } from "./probe.ts";
import { Refusal } from "./refusals.ts";
import { s3Collectors } from "./s3/collect.ts";
import { securityHubControlCollectors } from "./securityhub-controls.ts";
import { securityHubCollectors } from "./securityhub.ts";
import { snsCollectors } from "./sns.ts";
import { systemsManagerCollectors } from "./systems-manager.ts";

const collectors = [
  ...cloudTrailCollectors, ...digestCollectors, ...s3Collectors, ...instanceCollectors, ...imageCollectors, ...scalingCollectors, ...systemsManagerCollectors, ...cloudWatchCollectors, ...snsCollectors, ...inspectorCollectors, ...guardDutyCollectors, ...securityHubCollectors, ...securityHubControlCollectors,
  ...configCollectors, ...configRuleCollectors, ...cloudFormationCollectors, ...driftCollectors, ...logCollectors, ...iamCollectors,
];

/** Amazon Web Services: reads, and changes nothing; it has CloudFormation look for drift where the connection says so. */
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
