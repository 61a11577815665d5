import { and3, not3, or3, type Known } from "../three-valued.ts";
import type { Access } from "./access.ts";
import { readPolicy } from "./policy.ts";

export type Grant = { everybody: boolean; permission: string };
/** Of bucket or account; what is absent blocks nothing. Null: could not be read. */
export type Block = { IgnorePublicAcls: boolean; RestrictPublicBuckets: boolean } | null;

export type OpennessInput = {
  /** Null: could not be read. */
  grants: readonly Grant[] | null;
  /** Text of the policy; `none`; null: could not be read. */
  policy: string | "none" | null;
  bucketBlock: Block;
  accountBlock: Block;
  /** Such as BucketOwnerEnforced; `none`; null: could not be read. */
  ownership: string | null;
};

export type Openness = Record<Access, { open: Known; by: string[] }> & { conditional: string[]; denying: string[] };

/** What a permission of a bucket's ACL lets do. READ lists; objects have ACLs of their own, which nobody lists. */
const PERMITS: Readonly<Record<string, readonly Access[]>> = { READ: ["list"], WRITE: ["upload", "delete"], WRITE_ACP: ["permissions"], FULL_CONTROL: ["list", "upload", "delete", "permissions"] };

/**
 * What is open of a bucket, computed from everything that decides it. What could not be read leaves it unknown unless
 * another way opens it for certain. BlockPublicAcls and BlockPublicPolicy refuse new settings, and close nothing that is.
 */
export function opennessOf({ grants, policy, bucketBlock, accountBlock, ownership }: OpennessInput): Openness {
  const block = (name: "IgnorePublicAcls" | "RestrictPublicBuckets"): Known => or3(bucketBlock === null ? null : bucketBlock[name], accountBlock === null ? null : accountBlock[name]);
  const aclsIgnored = or3(ownership === null ? null : ownership === "BucketOwnerEnforced", block("IgnorePublicAcls"));
  const read = policy === null || policy === "none" ? null : readPolicy(policy);
  const judge = (access: Access): { open: Known; by: string[] } => {
    const acl = and3(grants === null ? null : grants.some(({ everybody, permission }) => everybody && PERMITS[permission]?.includes(access) === true), not3(aclsIgnored));
    const byPolicy = and3(policy === "none" ? false : (read?.grants[access] ?? null), not3(block("RestrictPublicBuckets")));
    return { open: or3(acl, byPolicy), by: [...(acl === true ? ["acl"] : []), ...(byPolicy === true ? ["policy"] : [])] };
  };
  return { list: judge("list"), read: judge("read"), upload: judge("upload"), delete: judge("delete"), permissions: judge("permissions"), conditional: read?.conditional ?? [], denying: read?.denying ?? [] };
}
