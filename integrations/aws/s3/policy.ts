import { z } from "zod";
import { or3, type Known } from "../three-valued.ts";
import { ACCESS, type Access } from "./access.ts";

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const principal = z.union([z.string().transform((one) => [one]), z.record(z.string(), oneOrMore).transform((named) => named.AWS ?? [])]);
const statement = z.object({
  Sid: z.string().optional(), Effect: z.enum(["Allow", "Deny"]), Principal: principal.optional(), NotPrincipal: z.json().optional(), Action: oneOrMore.optional(), NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(), NotResource: oneOrMore.optional(), Condition: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.array(z.string())]))).optional(),
});
const document = z.object({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) });
type Statement = z.output<typeof statement>;

/** Which actions each access needs; any one of them is enough. */
const ACTIONS: Readonly<Record<Access, readonly string[]>> = {
  list: ["s3:ListBucket", "s3:ListBucketVersions"], read: ["s3:GetObject", "s3:GetObjectVersion"], upload: ["s3:PutObject"], delete: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  permissions: ["s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutObjectAcl", "s3:DeleteBucketPolicy"],
};

export type PolicyReading = {
  grants: Readonly<Record<Access, Known>>;
  /** Statements for everybody that hold only under a condition, and those that deny: shown, so that somebody can judge them. */
  conditional: string[];
  denying: string[];
};

/**
 * What a bucket's policy grants everybody. A condition that narrows to known accounts, networks or addresses closes;
 * one that cannot be judged leaves it unknown; one that narrows nobody (such as TLS alone) leaves it open.
 * Statements that deny close only where they deny everybody, everything of the access, without condition.
 *
 * @param text as GetBucketPolicy answers it; what cannot be read leaves everything unknown
 */
export function readPolicy(text: string): PolicyReading {
  const read = parse(text);
  const nothing: PolicyReading = { grants: Object.fromEntries(ACCESS.map((access) => [access, null])) as Record<Access, null>, conditional: [], denying: [] };
  if (read === null) return nothing;
  const [allowing, denying] = [read.filter((one) => one.Effect === "Allow" && forEverybody(one)), read.filter(({ Effect }) => Effect === "Deny")];
  const grants = Object.fromEntries(ACCESS.map((access) => [access, or3(false, ...ACTIONS[access].map((action) => granted(action, allowing, denying)))])) as Record<Access, Known>;
  return { grants, conditional: allowing.filter(({ Condition }) => Condition !== undefined).map(nameOf), denying: denying.map(nameOf) };
}

function parse(text: string): Statement[] | null {
  try {
    return document.safeParse(JSON.parse(text)).data?.Statement ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const nameOf = ({ Sid, Action, NotAction }: Statement, index: number): string => Sid ?? `statement ${index + 1}: ${(Action ?? NotAction ?? []).join(", ")}`;
const forEverybody = ({ Principal: names, NotPrincipal: but }: Statement): boolean => (names?.includes("*") ?? false) || but !== undefined;

function granted(action: string, allowing: readonly Statement[], denying: readonly Statement[]): Known {
  const closed = denying.some((one) => one.Principal?.includes("*") === true && one.Condition === undefined && covers(one, action) && (one.Resource ?? []).some((name) => name === "*" || /^arn:aws[\w-]*:s3:::[^/]*(?:\/?\*)$/.test(name)));
  return closed ? false : or3(false, ...allowing.filter((one) => covers(one, action)).map(({ Condition }) => (Condition === undefined ? true : reach(Condition))));
}

function covers({ Action: named, NotAction: but }: Statement, action: string): boolean {
  if (named !== undefined) return named.some((pattern) => matches(pattern, action));
  return but !== undefined && !but.some((pattern) => matches(pattern, action));
}

/** `*` and `?` as IAM knows them, whatever the case. */
function matches(pattern: string, action: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "i").test(action);
}

/** What AWS itself takes as narrowing a policy to somebody known. */
const NARROWING = /^(?:aws:(?:source(?:ip|arn|vpc|vpce|account|owner|orgid|orgpaths)|principal(?:orgid|orgpaths|arn|account)|userid|calleraccount)|s3:(?:dataaccesspointarn|dataaccesspointaccount)|aws:viaawsservice)$/i;
const POSITIVE = /^(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;

/** Whether a condition still lets everybody in: true, false, or not to be judged here. */
function reach(condition: NonNullable<Statement["Condition"]>): Known {
  const tests = Object.entries(condition).flatMap(([operator, keys]) => Object.entries(keys).map(([key, value]) => ({ operator, key, values: [value].flat().map(String) })));
  let judged: Known = true;
  for (const { operator, key, values } of tests) {
    if (!NARROWING.test(key)) continue;
    if (!POSITIVE.test(operator)) judged = judged === false ? false : null;
    else if (operator === "IpAddress") judged = values.some((range) => /^(?:0\.0\.0\.0|::)\/0$/.test(range)) ? judged : values.some((range) => Number(range.split("/")[1] ?? "32") < 8) ? null : false;
    else if (values.every((value) => !/^\**$/.test(value) && !(value.includes("*") && !/\d{12}/.test(value)))) judged = false;
    else judged = judged === false ? false : values.some((value) => /^\**$/.test(value)) ? judged : null;
  }
  return judged;
}
