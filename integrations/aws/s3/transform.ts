import { z } from "zod";
import { readItems, type Answer, type Json, type Row, type Transformed } from "#lib/connector/index.ts";
import { objectOf, tagsOf } from "../decoded.ts";
import { placeOf, resourceRow, tried } from "../rows.ts";
import { opennessOf, type Block, type Grant } from "./openness.ts";

const listed = z.object({ Name: z.string(), CreationDate: z.iso.datetime({ offset: true }).optional() });
const grant = z.object({ Grantee: z.object({ URI: z.string().optional() }).optional(), Permission: z.string() });
const blocks = z.object({ PublicAccessBlockConfiguration: z.object({ BlockPublicAcls: z.boolean().optional(), IgnorePublicAcls: z.boolean().optional(), BlockPublicPolicy: z.boolean().optional(), RestrictPublicBuckets: z.boolean().optional() }) });
const bundle = z.object({
  bucket: listed, region: z.string(), account: tried(blocks), block: tried(blocks),
  acl: tried(z.object({ Grants: z.array(grant).optional() })), policy: tried(z.object({ Policy: z.string() })),
  policyStatus: tried(z.object({ PolicyStatus: z.object({ IsPublic: z.boolean().optional() }).optional() })),
  ownership: tried(z.object({ OwnershipControls: z.object({ Rules: z.array(z.object({ ObjectOwnership: z.string() })) }) })),
  logging: tried(z.object({ LoggingEnabled: z.object({ TargetBucket: z.string(), TargetPrefix: z.string().optional() }).optional() })),
  versioning: tried(z.object({ Status: z.string().optional(), MFADelete: z.string().optional() })), encryption: tried(z.object({ ServerSideEncryptionConfiguration: z.object({ Rules: z.array(z.json()) }) })),
  lifecycle: tried(z.object({ Rules: z.array(z.json()).optional() })), tagging: tried(z.object({ TagSet: z.json() })),
  delivered: z.union([z.object({ seen: z.number(), newest: z.string().nullable() }), z.object({ refused: z.string() })]).nullable(),
});
type Bundle = z.output<typeof bundle>;

export function transformBuckets(answer: Answer): Transformed {
  if (answer.operation === "s3:ListBuckets") return readItems(objectOf(answer.body).Buckets ?? [], listed, "/Buckets", () => []);
  return readItems([answer.body], bundle, "", (item): Row[] => [bucketRow(item, placeOf(answer).account)]);
}

const EVERYBODY = /^https?:\/\/acs\.amazonaws\.com\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;
const NO_BLOCK = "NoSuchPublicAccessBlockConfiguration";

function bucketRow(item: Bundle, account: string): Row {
  const { bucket, region, acl, policy, policyStatus, ownership, logging, versioning, encryption, lifecycle, tagging, delivered } = item;
  const grants: Grant[] | null = "answer" in acl ? (acl.answer.Grants ?? []).map(({ Grantee, Permission }) => ({ everybody: EVERYBODY.test(Grantee?.URI ?? ""), permission: Permission })) : null;
  const owned = "answer" in ownership ? (ownership.answer.OwnershipControls.Rules[0]?.ObjectOwnership ?? "none") : ownership.refused === "OwnershipControlsNotFoundError" ? "none" : null;
  const open = opennessOf({
    grants, policy: "answer" in policy ? policy.answer.Policy : policy.refused === "NoSuchBucketPolicy" ? "none" : null, ownership: owned, bucketBlock: blockOf(item.block), accountBlock: blockOf(item.account),
  });
  const enabled = "answer" in logging ? (logging.answer.LoggingEnabled ?? null) : null;
  const isPublic = "answer" in policyStatus ? (policyStatus.answer.PolicyStatus?.IsPublic ?? null) : policyStatus.refused === "NoSuchBucketPolicy" ? false : null;
  return resourceRow({
    type: "aws.s3.bucket", id: `arn:aws:s3:::${bucket.Name}`, name: bucket.Name, account, region, createdAt: bucket.CreationDate ?? null, tags: "answer" in tagging ? tagsOf(tagging.answer.TagSet) : {},
    attributes: {
      open_list: open.list, open_read: open.read, open_upload: open.upload, open_delete: open.delete, open_permissions: open.permissions, conditional_statements: open.conditional, denying_statements: open.denying,
      policy_public_says_aws: isPublic, ownership: owned,
      logging: "answer" in logging ? enabled !== null : null, log_target: enabled?.TargetBucket ?? null, log_prefix: enabled?.TargetPrefix ?? null,
      log_delivery_seen_at: delivered !== null && "newest" in delivered ? delivered.newest : null, log_delivery_known: delivered !== null && "newest" in delivered,
      versioning: "answer" in versioning ? versioning.answer.Status === "Enabled" : null, encrypted: "answer" in encryption ? true : encryption.refused === "ServerSideEncryptionConfigurationNotFoundError" ? false : null,
      lifecycle_rules: "answer" in lifecycle ? (lifecycle.answer.Rules ?? []).length : lifecycle.refused === "NoSuchLifecycleConfiguration" ? 0 : null,
      tags_known: "answer" in tagging || tagging.refused === "NoSuchTagSet",
      unknown: unknownOf({ acl, policy, ownership, logging, block: item.block, account: item.account }),
    } satisfies Record<string, Json>,
  });
}

function blockOf(block: Bundle["block"]): Block {
  if ("refused" in block) return block.refused === NO_BLOCK ? { IgnorePublicAcls: false, RestrictPublicBuckets: false } : null;
  const { IgnorePublicAcls = false, RestrictPublicBuckets = false } = block.answer.PublicAccessBlockConfiguration;
  return { IgnorePublicAcls, RestrictPublicBuckets };
}

/** AWS's words that mean: there is none. */
const NONE = new Set(["NoSuchBucketPolicy", NO_BLOCK, "OwnershipControlsNotFoundError"]);
const unknownOf = (parts: Record<string, object>): string[] => Object.entries(parts).filter(([, part]) => "refused" in part && !NONE.has(String(part.refused))).map(([name]) => name);
