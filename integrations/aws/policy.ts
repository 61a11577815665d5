/** What the connector asks, by the names that AWS's policies have for it (the two S3 names differ from their operations). */
const ACTIONS = {
  LoggingAndTrail: ["cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus", "cloudtrail:ListPublicKeys", "cloudtrail:LookupEvents", "logs:DescribeLogGroups"],
  S3Posture: [
    "s3:GetAccountPublicAccessBlock", "s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketLogging", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:ListAllMyBuckets",
  ],
  /** To see access logs at their targets, and to hold CloudTrail's files against their digests: narrow it to the buckets that hold logs. */
  LogDelivery: ["s3:GetObject", "s3:ListBucket"],
  VulnerabilityAndThreat: [
    "guardduty:GetDetector", "guardduty:GetFindings", "guardduty:ListDetectors", "guardduty:ListFindings", "inspector2:BatchGetAccountStatus", "inspector2:ListCoverage",
    "inspector2:ListFindings", "securityhub:DescribeHub", "securityhub:DescribeStandardsControls", "securityhub:GetEnabledStandards", "securityhub:GetFindings",
  ],
  Monitoring: ["cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "sns:ListSubscriptionsByTopic", "sns:ListTopics"],
  Configuration: [
    "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResourceDrifts", "cloudformation:DescribeStacks", "cloudformation:GetTemplate", "config:DescribeComplianceByConfigRule", "config:DescribeConfigRules",
    "config:DescribeConfigurationRecorders", "config:DescribeConfigurationRecorderStatus", "config:DescribeDeliveryChannels", "config:GetComplianceDetailsByConfigRule",
  ],
  PopulationAndAccounts: [
    "autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeScalingActivities", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeRegions", "iam:GenerateCredentialReport", "iam:GetAccountPasswordPolicy", "iam:GetAccountSummary", "iam:GetCredentialReport", "ssm:DescribeInstanceInformation", "ssm:GetInventory", "sts:GetCallerIdentity",
  ],
} as const;

/** The policy to copy: below IAM's 6,144 characters. Nothing in it changes anything, but that IAM writes its own report anew. */
export const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: Object.entries(ACTIONS).map(([name, actions]) => ({ Sid: name, Effect: "Allow", Resource: "*", Action: actions })),
}, null, 1);
