import { CollectionFailure, type GapReason, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { openAws, type Account, type Aws } from "./client.ts";
import { Refusal } from "./refusals.ts";

type Question = { permission: string; needed: readonly string[]; ask(aws: Aws, account: Account): Promise<unknown> };

const QUESTIONS: readonly Question[] = [
  { permission: "cloudtrail:DescribeTrails", needed: ["cloudtrail_trails"], ask: (aws, account) => aws.ask(account, aws.home, "cloudtrail", "DescribeTrails", {}) },
  { permission: "cloudtrail:LookupEvents", needed: ["cloudtrail_changes"], ask: (aws, account) => aws.ask(account, aws.home, "cloudtrail", "LookupEvents", { MaxResults: 1 }) },
  { permission: "s3:ListAllMyBuckets", needed: ["s3_buckets"], ask: (aws, account) => aws.ask(account, aws.home, "s3", "ListBuckets", { MaxBuckets: 1 }) },
  { permission: "ec2:DescribeInstances", needed: ["ec2_instances"], ask: (aws, account) => aws.ask(account, aws.home, "ec2", "DescribeInstances", { MaxResults: 5 }) },
  { permission: "ec2:DescribeImages", needed: ["ec2_images"], ask: (aws, account) => aws.ask(account, aws.home, "ec2", "DescribeImages", { Owners: ["self"], MaxResults: 5 }) },
  { permission: "autoscaling:DescribeAutoScalingGroups", needed: ["scaling_groups"], ask: (aws, account) => aws.ask(account, aws.home, "autoscaling", "DescribeAutoScalingGroups", { MaxRecords: 1 }) },
  { permission: "autoscaling:DescribeScalingActivities", needed: ["scaling_activities"], ask: (aws, account) => aws.ask(account, aws.home, "autoscaling", "DescribeScalingActivities", { MaxRecords: 1 }) },
  { permission: "ssm:DescribeInstanceInformation", needed: ["ssm_agents"], ask: (aws, account) => aws.ask(account, aws.home, "ssm", "DescribeInstanceInformation", { MaxResults: 5 }) },
  { permission: "ssm:GetInventory", needed: ["ssm_inventory"], ask: (aws, account) => aws.ask(account, aws.home, "ssm", "GetInventory", { MaxResults: 1 }) },
  { permission: "cloudwatch:DescribeAlarms", needed: ["cloudwatch_alarms"], ask: (aws, account) => aws.ask(account, aws.home, "cloudwatch", "DescribeAlarms", { MaxRecords: 1 }) },
  { permission: "cloudwatch:DescribeAlarmHistory", needed: ["cloudwatch_history"], ask: (aws, account) => aws.ask(account, aws.home, "cloudwatch", "DescribeAlarmHistory", { MaxRecords: 1 }) },
  { permission: "cloudwatch:ListMetrics", needed: ["cloudwatch_metrics"], ask: (aws, account) => aws.ask(account, aws.home, "cloudwatch", "ListMetrics", { Namespace: "AWS/EC2" }) },
  { permission: "sns:ListTopics", needed: ["sns_topics"], ask: (aws, account) => aws.ask(account, aws.home, "sns", "ListTopics", {}) },
  { permission: "inspector2:BatchGetAccountStatus", needed: ["inspector2_status", "inspector2_coverage", "inspector2_findings"], ask: (aws, account) => aws.ask(account, aws.home, "inspector2", "BatchGetAccountStatus", { accountIds: [account.id] }) },
  { permission: "guardduty:ListDetectors", needed: ["guardduty_status", "guardduty_findings"], ask: (aws, account) => aws.ask(account, aws.home, "guardduty", "ListDetectors", { MaxResults: 1 }) },
  { permission: "securityhub:DescribeHub", needed: ["securityhub_status", "securityhub_findings"], ask: (aws, account) => aws.ask(account, aws.home, "securityhub", "DescribeHub", {}) },
  { permission: "securityhub:GetEnabledStandards", needed: ["securityhub_status", "securityhub_controls"], ask: (aws, account) => aws.ask(account, aws.home, "securityhub", "GetEnabledStandards", { MaxResults: 1 }) },
  { permission: "config:DescribeConfigRules", needed: ["config_rules"], ask: (aws, account) => aws.ask(account, aws.home, "config", "DescribeConfigRules", {}) },
  { permission: "config:DescribeConfigurationRecorders", needed: ["config_recorders"], ask: (aws, account) => aws.ask(account, aws.home, "config", "DescribeConfigurationRecorders", {}) },
  { permission: "cloudformation:DescribeStacks", needed: ["cloudformation_stacks", "cloudformation_events", "cloudformation_drift"], ask: (aws, account) => aws.ask(account, aws.home, "cloudformation", "DescribeStacks", {}) },
  { permission: "logs:DescribeLogGroups", needed: ["log_groups"], ask: (aws, account) => aws.ask(account, aws.home, "logs", "DescribeLogGroups", { limit: 1 }) },
  { permission: "iam:GetAccountSummary", needed: ["iam_account", "iam_users"], ask: (aws, account) => aws.ask(account, aws.home, "iam", "GetAccountSummary", {}) },
];

const STATES: Readonly<Partial<Record<GapReason, PermissionFound["state"]>>> = { denied: "missing", disabled: "disabled", not_enabled: "disabled" };

/** Asks the smallest question of each service in the first account and region. */
export async function probeAws(session: Session): Promise<readonly PermissionFound[]> {
  const aws = await openAws(session);
  const found: PermissionFound[] = [];
  for (const account of aws.accounts) {
    for (const question of QUESTIONS) found.push(await probeOne(aws, account, question));
  }
  return found;
}

async function probeOne(aws: Aws, account: Account, { permission, needed, ask }: Question): Promise<PermissionFound> {
  const named = aws.accounts.length === 1 ? permission : `${account.id} ${permission}`;
  try {
    await ask(aws, account);
    return { permission: named, state: "granted", says: "It was asked, and answered.", needed };
  } catch (error) {
    if (error instanceof CollectionFailure && error.kind === "credential_refused") throw error;
    if (!(error instanceof Refusal) && !(error instanceof CollectionFailure)) throw error;
    return { permission: named, state: error instanceof Refusal ? (STATES[error.reason] ?? "unknown") : "unknown", says: error.message, needed };
  }
}
