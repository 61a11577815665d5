import { describe, expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeAws, Fault, KEY, paged, SETTINGS, type Operations } from "../fake-aws.fixtures.ts";
import { aws } from "../index.ts";
import { opennessOf, type OpennessInput } from "./openness.ts";

const NAMES = Array.from({ length: 6 }, (_, index) => `bucket-${String(index).padStart(2, "0")}`);
const PUBLIC = { Grantee: { xsiType: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" }, Permission: "READ" };

const operations = (more: Operations = {}): Operations => ({
  "s3:ListBuckets": ({ input }) => {
    const { items, next } = paged(NAMES, 2, input["continuation-token"]);
    return { root: "ListAllMyBucketsResult", content: { Buckets: { Bucket: items.map((name) => ({ Name: name, CreationDate: "2025-01-01T00:00:00.000Z" })) }, ContinuationToken: next } };
  },
  "s3:GetBucketLocation": ({ bucket }) => ({ root: "LocationConstraint", content: bucket === "bucket-01" ? "EU" : "" }),
  "s3:GetBucketLogging": ({ bucket }) => ({ root: "BucketLoggingStatus", content: bucket === "bucket-02" ? { LoggingEnabled: { TargetBucket: "access-log-target", TargetPrefix: "b2/" } } : {} }),
  "s3:ListObjectsV2": () => ({ root: "ListBucketResult", content: { Contents: [{ Key: "b2/2026-03-02-08-00-00-X", LastModified: "2026-03-02T08:05:00.000Z" }] } }),
  "s3:GetBucketAcl": ({ bucket }) => ({ root: "AccessControlPolicy", content: { Owner: { ID: "o" }, AccessControlList: { Grant: bucket === "bucket-03" ? [PUBLIC] : [{ Grantee: { xsiType: "CanonicalUser", ID: "o" }, Permission: "FULL_CONTROL" }] } } }),
  "s3:GetBucketPolicy": () => new Fault("NoSuchBucketPolicy", 404), "s3:GetBucketPolicyStatus": () => new Fault("NoSuchBucketPolicy", 404),
  "s3:GetPublicAccessBlock": () => new Fault("NoSuchPublicAccessBlockConfiguration", 404), "s3control:GetPublicAccessBlock": () => new Fault("NoSuchPublicAccessBlockConfiguration", 404),
  "s3:GetBucketOwnershipControls": () => new Fault("OwnershipControlsNotFoundError", 404),
  "s3:GetBucketVersioning": () => ({ root: "VersioningConfiguration", content: { Status: "Enabled" } }), "s3:GetBucketEncryption": () => new Fault("ServerSideEncryptionConfigurationNotFoundError", 404),
  "s3:GetBucketLifecycleConfiguration": () => new Fault("NoSuchLifecycleConfiguration", 404), "s3:GetBucketTagging": () => ({ root: "Tagging", content: { TagSet: { Tag: [{ Key: "stage", Value: "production" }] } } }),
  ...more,
});
const parts = { connector: aws, collector: "s3_buckets", settings: SETTINGS, credential: KEY };
const collect = (more: Operations = {}) => collectInMemory({ ...parts, vendor: fakeAws(operations(more)) });

connectorSuite({ ...parts, vendor: () => fakeAws(operations()), rows: 6, part: /bucket-05.*acl/ });

test("a bucket says what is open, by which way, and where access is logged", async () => {
  const { rows } = await collect();
  expect(rows.get("resource arn:aws:s3:::bucket-03")).toMatchObject({ region: "us-east-1", tags: { stage: "production" }, attributes: { open_list: { open: true, by: ["acl"] }, open_upload: { open: false, by: [] }, logging: false, versioning: true, encrypted: false, unknown: [] } });
  expect(rows.get("resource arn:aws:s3:::bucket-01")).toMatchObject({ region: "eu-west-1", attributes: { open_list: { open: false } } });
  expect(rows.get("resource arn:aws:s3:::bucket-02")).toMatchObject({ attributes: { logging: true, log_target: "access-log-target", log_delivery_seen_at: "2026-03-02T08:05:00.000Z" } });
});

test("a part of a bucket that is denied leaves unknown what it would decide, and never closed", async () => {
  const run = await collect({ "s3:GetBucketPolicy": ({ bucket }) => new Fault(bucket === "bucket-04" ? "AccessDenied" : "NoSuchBucketPolicy", bucket === "bucket-04" ? 403 : 404) });
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "denied", operation: "s3:GetBucketPolicy", scope: "111111111111/bucket-04" }] });
  expect(run.rows.get("resource arn:aws:s3:::bucket-04")).toMatchObject({ attributes: { open_list: { open: null }, open_delete: { open: null }, unknown: ["policy"] } });
});

test("an account's block that may not be read leaves open what is open in the bucket unknown, and closed what is closed", async () => {
  const { rows } = await collect({ "s3control:GetPublicAccessBlock": () => new Fault("AccessDenied", 403) });
  expect(rows.get("resource arn:aws:s3:::bucket-03")).toMatchObject({ attributes: { open_list: { open: null } } });
  expect(rows.get("resource arn:aws:s3:::bucket-05")).toMatchObject({ attributes: { open_list: { open: false } } });
});

test("a bucket of another region is asked there", async () => {
  const addresses: string[] = [];
  const vendor = fakeAws(operations());
  await collectInMemory({ ...parts, vendor: (request) => (addresses.push(request.url), vendor(request)) });
  expect(addresses.find((address) => address.includes("bucket-01") && address.includes("acl"))).toContain("s3.eu-west-1.amazonaws.com");
  expect(addresses.find((address) => address.includes("s3-control"))).toContain("https://111111111111.s3-control.eu-west-1.amazonaws.com/");
});

describe("openness", () => {
  const closed: OpennessInput = { grants: [], policy: "none", bucketBlock: { IgnorePublicAcls: false, RestrictPublicBuckets: false }, accountBlock: { IgnorePublicAcls: false, RestrictPublicBuckets: false }, ownership: "none" };
  const everybody = (permission: string) => [{ everybody: true, permission }];
  const statement = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*", ...more }] });
  const opened = (more: Partial<OpennessInput>): string => Object.entries(opennessOf({ ...closed, ...more })).flatMap(([name, value]) => ("open" in value && value.open !== false ? [`${name}${value.open === null ? "?" : ""}`] : [])).join(" ");

  test.each<[string, Partial<OpennessInput>, string]>([
    ["nothing granted", {}, ""], ["READ", { grants: everybody("READ") }, "list"], ["WRITE", { grants: everybody("WRITE") }, "upload delete"], ["FULL_CONTROL", { grants: everybody("FULL_CONTROL") }, "list upload delete permissions"],
    ["ACLs ignored by the bucket", { grants: everybody("READ"), bucketBlock: { IgnorePublicAcls: true, RestrictPublicBuckets: false } }, ""],
    ["ACLs ignored by the account", { grants: everybody("READ"), accountBlock: { IgnorePublicAcls: true, RestrictPublicBuckets: false } }, ""],
    ["ACLs without effect", { grants: everybody("READ"), ownership: "BucketOwnerEnforced" }, ""],
    ["ACL unknown", { grants: null }, "list? upload? delete? permissions?".replace("list?", "list? read?")],
    ["policy for everybody", { policy: statement({}) }, "list read upload delete permissions"],
    ["policy reading alone", { policy: statement({ Action: ["s3:Get*"] }) }, "read"], ["policy with a named principal", { policy: statement({ Principal: { AWS: "arn:aws:iam::1:root" } }) }, ""],
    ["policy for AWS: *", { policy: statement({ Principal: { AWS: ["*"] }, Action: "s3:PutObject" }) }, "upload"], ["policy of everything but", { policy: statement({ Action: undefined, NotAction: ["s3:Put*", "s3:Delete*"] }) }, "list read"],
    ["policy restricted by the account", { policy: statement({}), accountBlock: { IgnorePublicAcls: false, RestrictPublicBuckets: true } }, ""],
    ["policy restricted by ACL settings only", { policy: statement({ Action: "s3:ListBucket" }), bucketBlock: { IgnorePublicAcls: true, RestrictPublicBuckets: false } }, "list"],
    ["policy with TLS alone", { policy: statement({ Action: "s3:GetObject", Condition: { Bool: { "aws:SecureTransport": "true" } } }) }, "read"],
    ["policy for one network", { policy: statement({ Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }) }, ""], ["policy for every address", { policy: statement({ Action: "s3:GetObject", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }) }, "read"],
    ["policy for other addresses than", { policy: statement({ Action: "s3:GetObject", Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }) }, "read?"],
    ["policy that cannot be read", { policy: "{" }, "list? read? upload? delete? permissions?"], ["policy unknown and restricted", { policy: null, bucketBlock: { IgnorePublicAcls: true, RestrictPublicBuckets: true } }, ""],
    ["open by ACL while the policy is unknown", { policy: null, grants: everybody("READ") }, "list read? upload? delete? permissions?"],
    ["denied to everybody", { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }, { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }] }) }, ""],
  ])("%s", (_, more, expected) => { expect(opened(more)).toBe(expected); });
});
