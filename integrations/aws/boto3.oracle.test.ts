import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openModelServer } from "#lib/testing/aws-models.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { KEY, SETTINGS } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";
import { HOLDINGS } from "./model-holdings.fixtures.ts";

const root = process.env.TICKMARK_ORACLES;
if (root === undefined) throw new Error("TICKMARK_ORACLES names the folder of published data");

/** Asks through boto3 (Debian: python3-boto3) what the connector asks through the SDK, page by page; of buckets the first page of two. CloudWatch speaks CBOR to it, which the server does not. */
const SCRIPT = `
import boto3, botocore.config, json, sys
def client(name):
    return boto3.client(name, region_name="eu-west-1", endpoint_url=sys.argv[1], aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="x", config=botocore.config.Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, inject_host_prefix=False))
def count(name, operation, key, **asked):
    return sum(len(page.get(key, [])) for page in client(name).get_paginator(operation).paginate(**asked))
out = {
    "caller": client("sts").get_caller_identity()["Account"],
    "trails": len(client("cloudtrail").describe_trails()["trailList"]),
    "status": client("cloudtrail").get_trail_status(Name="arn:aws:cloudtrail:eu-west-1:1:trail/main")["LatestDeliveryTime"].isoformat(),
    "events": count("cloudtrail", "lookup_events", "Events"),
    "buckets": len(client("s3").list_buckets()["Buckets"]),
    "grant": client("s3").get_bucket_acl(Bucket="bucket-a")["Grants"][0],
    "block": client("s3").get_public_access_block(Bucket="bucket-a")["PublicAccessBlockConfiguration"]["BlockPublicAcls"],
    "instances": [tag for page in client("ec2").get_paginator("describe_instances").paginate() for r in page["Reservations"] for i in r["Instances"] for tag in i["Tags"]],
    "agents": count("ssm", "describe_instance_information", "InstanceInformationList"),
    "inventory": count("ssm", "get_inventory", "Entities"),
    "topics": count("sns", "list_topics", "Topics"),
    "coverage": count("inspector2", "list_coverage", "coveredResources"),
    "findings": count("inspector2", "list_findings", "findings"),
    "detectors": client("guardduty").list_detectors()["DetectorIds"],
    "hub": count("securityhub", "get_findings", "Findings"),
    "standards": len(client("securityhub").describe_standards_controls(StandardsSubscriptionArn="arn:aws:securityhub:eu-west-1:1:subscription/s/v/1", MaxResults=100)["Controls"]),
    "recorders": len(client("config").describe_configuration_recorders()["ConfigurationRecorders"]),
    "rules": count("config", "describe_config_rules", "ConfigRules"),
    "failing": [one["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] for page in client("config").get_paginator("get_compliance_details_by_config_rule").paginate(ConfigRuleName="a", ComplianceTypes=["NON_COMPLIANT"]) for one in page["EvaluationResults"]],
    "drifts": [one["PropertyDifferences"][0]["PropertyPath"] for one in client("cloudformation").describe_stack_resource_drifts(StackName="s")["StackResourceDrifts"]],
    "detection": client("cloudformation").detect_stack_drift(StackName="s")["StackDriftDetectionId"],
    "stacks": count("cloudformation", "describe_stacks", "Stacks"),
    "groups": count("logs", "describe_log_groups", "logGroups"),
    "summary": client("iam").get_account_summary()["SummaryMap"]["AccountMFAEnabled"],
}
try:
    client("s3").get_bucket_policy(Bucket="bucket-a")
except Exception as error:
    out["policy"] = error.response["Error"]["Code"]
print(json.dumps(out))
`;

test("a second client of AWS, which shares nothing with the SDK, reads the same from the server", async () => {
  const models = openModelServer(join(root, "integrations/aws/models"), HOLDINGS);
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      // Whom it means stands in what it signs: Credential=KEY/DATE/REGION/SERVICE/aws4_request.
      const [, region = "", service = ""] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
      const answer = models.vendor({ url: `https://${service}.${region}.amazonaws.com${request.url ?? "/"}`, method: request.method, headers: request.headers as Record<string, string>, body: Buffer.concat(parts).toString() });
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.bytes);
    });
  }).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { stdout } = await promisify(execFile)("python3", ["-c", SCRIPT, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
    expect(models.problems).toEqual([]);
    expect(JSON.parse(stdout)).toEqual({
      caller: "111111111111", trails: 1, status: "2026-03-01T00:00:00+00:00", events: 3, buckets: 2, grant: { Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" }, Permission: "READ" }, block: true,
      instances: [1, 2, 3].map(() => ({ Key: "Name", Value: "web" })), agents: 3, inventory: 3, topics: 3, coverage: 3, findings: 3, detectors: ["d1"], hub: 3, standards: 2, recorders: 1, rules: 3, failing: ["x", "y", "z"], drifts: ["/a", "/a", "/a"], detection: "d-1", stacks: 3, groups: 3, summary: 1, policy: "NoSuchBucketPolicy",
    });
  } finally {
    server.close();
  }
});

/** Writes the models that come with the second client into a folder, in the form of those that are supplied. */
const MODELS = `
import botocore.session, json, os, sys
loader = botocore.session.get_session().get_component("data_loader")
for name in ["autoscaling", "ec2", "sts"]:
    model = loader.load_service_model(name, "service-2")
    try:
        model["pagination"] = loader.load_service_model(name, "paginators-1")["pagination"]
    except Exception:
        model["pagination"] = {}
    with open(os.path.join(sys.argv[1], name + ".json"), "w") as file:
        json.dump(model, file)
`;

test("images and scaling groups, of which no model is supplied, ask nothing that the second client’s models refuse, and read all that comes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tickmark-models-"));
  try {
    await promisify(execFile)("python3", ["-c", MODELS, folder]);
    const server = openModelServer(folder, HOLDINGS);
    for (const [collector, rows] of [["ec2_images", 18], ["scaling_groups", 9], ["scaling_activities", 9]] as const) {
      const run = await collectInMemory({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: (request) => server.vendor(request) });
      expect([collector, server.problems, run.end?.completeness, run.rows.size]).toEqual([collector, [], "complete", rows]);
    }
    expect([...server.asked].sort()).toEqual(["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeScalingActivities", "ec2:DescribeImages", "ec2:DescribeInstances", "sts:GetCallerIdentity"]);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);
