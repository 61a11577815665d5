import type { Incoming, OutgoingRequest } from "#lib/connector/index.ts";

// An AWS in memory for the connector's own tests: each operation answers in the wire's own shape of its protocol.
// What is asked is held against AWS's models by the oracle tests.

export type Wire = { readonly [name: string]: unknown };
export type Asked = { input: Wire; region: string; account: string; bucket: string };
export type Handler = (asked: Asked) => Wire | Fault;

/** An error as AWS words it. */
export class Fault {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status = 400) {
    this.code = code;
    this.status = status;
  }
}

export type Operations = Readonly<Record<string, Handler>>;

const NOW = "Mon, 02 Mar 2026 09:00:00 GMT";
const QUERY = new Set(["autoscaling", "sts", "iam", "sns", "cloudformation"]);
const HOSTS: Readonly<Record<string, string>> = { monitoring: "cloudwatch", "s3-control": "s3control", inspector2: "inspector2" };
const REST: readonly [string, RegExp, string][] = [
  ["inspector2 POST", /^\/status\/batch\/get$/, "BatchGetAccountStatus"], ["inspector2 POST", /^\/coverage\/list$/, "ListCoverage"], ["inspector2 POST", /^\/findings\/list$/, "ListFindings"],
  ["guardduty GET", /^\/detector$/, "ListDetectors"], ["guardduty GET", /^\/detector\/[^/]+$/, "GetDetector"], ["guardduty POST", /^\/detector\/[^/]+\/findings$/, "ListFindings"], ["guardduty POST", /^\/detector\/[^/]+\/findings\/get$/, "GetFindings"],
  ["securityhub GET", /^\/accounts$/, "DescribeHub"], ["securityhub POST", /^\/findings$/, "GetFindings"], ["securityhub POST", /^\/standards\/get$/, "GetEnabledStandards"], ["securityhub GET", /^\/standards\/controls\//, "DescribeStandardsControls"],
  ["s3control GET", /publicAccessBlock$/, "GetPublicAccessBlock"],
];
const SUBRESOURCES: Readonly<Record<string, string>> = {
  location: "GetBucketLocation", logging: "GetBucketLogging", acl: "GetBucketAcl", policy: "GetBucketPolicy", policyStatus: "GetBucketPolicyStatus", publicAccessBlock: "GetPublicAccessBlock",
  ownershipControls: "GetBucketOwnershipControls", versioning: "GetBucketVersioning", encryption: "GetBucketEncryption", lifecycle: "GetBucketLifecycleConfiguration", tagging: "GetBucketTagging", "list-type": "ListObjectsV2",
};

/** Keys of an account's role name the account, so that what is asked can be told apart. */
const STS: Operations = {
  "sts:GetCallerIdentity": ({ account }) => ({ Account: account, Arn: `arn:aws:iam::${account}:user/tickmark`, UserId: "AIDAEXAMPLE" }),
  "sts:AssumeRole": ({ input }) => ({ Credentials: { AccessKeyId: `ASIA${String(input.RoleArn).slice(13, 25)}`, SecretAccessKey: "role-secret-value", SessionToken: "role-session-token", Expiration: "2026-03-02T10:00:00Z" } }),
};

/** A vendor of those operations; whatever else is asked is refused as unknown. */
export function fakeAws(operations: Operations): (request: OutgoingRequest) => Incoming {
  const known: Operations = { ...STS, ...operations };
  return (request) => {
    const { service, operation, asked } = read(request);
    const handler = known[`${service}:${operation}`];
    const given = handler?.(asked) ?? new Fault("UnknownOperationException");
    return given instanceof Fault ? faultOf(service, given) : answerOf(service, operation, given);
  };
}

function read(request: OutgoingRequest): { service: string; operation: string; asked: Asked } {
  const url = new URL(request.url);
  const labels = url.hostname.split(".");
  const at = labels.findIndex((label) => ["s3", "s3-control", "monitoring", "logs", "sts", "iam", "sns", "ssm", "ec2", "autoscaling", "config", "cloudtrail", "cloudformation", "inspector2", "guardduty", "securityhub"].includes(label));
  const label = labels[at] ?? "";
  const service = HOSTS[label] ?? label;
  const region = labels[at + 1] === "amazonaws" ? "us-east-1" : (labels[at + 1] ?? "");
  const headers = request.headers ?? {};
  const key = /Credential=(\w+)\//.exec(headers.authorization ?? headers.Authorization ?? "")?.[1] ?? "";
  const account = /^ASIA(\d{12})$/.exec(key)?.[1] ?? "111111111111";
  const asked = { region, account, bucket: service === "s3" ? (at > 0 ? labels.slice(0, at).join(".") : url.pathname.split("/")[1] ?? "") : "" };
  const body = typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body ?? new Uint8Array());
  if (QUERY.has(service) || service === "ec2") {
    const form = new URLSearchParams(body);
    return { service, operation: form.get("Action") ?? "", asked: { ...asked, input: Object.fromEntries(form) } };
  }
  const target = headers["x-amz-target"] ?? headers["X-Amz-Target"];
  const input = { ...Object.fromEntries(url.searchParams), ...(body.startsWith("{") ? (JSON.parse(body) as Wire) : {}), path: url.pathname };
  if (target !== undefined) return { service, operation: target.split(".").at(-1) ?? "", asked: { ...asked, input } };
  const rest = REST.find(([name, path]) => name === `${service} ${request.method ?? "GET"}` && path.test(url.pathname))?.[2];
  const sub = Object.keys(SUBRESOURCES).find((name) => url.searchParams.has(name));
  const s3 = sub === undefined ? (asked.bucket === "" ? "ListBuckets" : url.pathname.length > 1 ? "GetObject" : "HeadBucket") : SUBRESOURCES[sub] ?? "";
  return { service, operation: rest ?? (service === "s3" ? s3 : ""), asked: { ...asked, input } };
}

const isXml = (service: string): boolean => QUERY.has(service) || service === "ec2" || service === "s3" || service === "s3control";

function answerOf(service: string, operation: string, body: Wire): Incoming {
  if (body.raw instanceof Uint8Array) return { status: 200, headers: new Headers({ date: NOW, ...(body.headers as Record<string, string>) }), bytes: body.raw };
  if (typeof body.raw === "string") return incoming(200, "application/json", body.raw);
  if (!isXml(service)) return incoming(200, "application/x-amz-json-1.1", JSON.stringify(body));
  if (service === "s3" || service === "s3control") return incoming(200, "application/xml", `<?xml version="1.0" encoding="UTF-8"?>\n${xml(typeof body.root === "string" ? body.root : `${operation}Result`, body.content ?? {}, null).replace(/^<\w+/, '$& xmlns="http://s3.amazonaws.com/doc/2006-03-01/"')}`);
  if (service === "ec2") return incoming(200, "text/xml", xml(`${operation}Response`, body, "item"));
  return incoming(200, "text/xml", xml(`${operation}Response`, { [`${operation}Result`]: body, ResponseMetadata: { RequestId: "r" } }, "member"));
}

function faultOf(service: string, { code, status }: Fault): Incoming {
  if (!isXml(service)) return incoming(status, "application/x-amz-json-1.1", JSON.stringify({ __type: code, message: `${code} was said` }), { "x-amzn-errortype": code });
  const error = { Code: code, Message: `${code} was said` };
  if (service === "ec2") return incoming(status, "text/xml", xml("Response", { Errors: { Error: error }, RequestID: "r" }, null));
  if (service === "s3") return incoming(status, "application/xml", xml("Error", error, null));
  return incoming(status, "text/xml", xml("ErrorResponse", { Error: { Type: "Sender", ...error }, RequestId: "r" }, null));
}

function incoming(status: number, type: string, body: string, headers: Record<string, string> = {}): Incoming {
  return { status, headers: new Headers({ "content-type": type, date: NOW, ...headers }), bytes: Buffer.from(body) };
}

/** Elements of a value; a list is wrapped in elements of `item`, or repeats its own where that is null. */
function xml(name: string, value: unknown, item: string | null): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return item === null || name === "entry" ? value.map((one) => xml(name, one, item)).join("") : `<${name}>${value.map((one) => xml(item, one, item)).join("")}</${name}>`;
  const attributes = typeof value === "object" && "xsiType" in value ? ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${String(value.xsiType)}"` : "";
  const inner = typeof value === "object" ? Object.entries(value).filter(([key]) => key !== "xsiType").map(([key, one]) => xml(key, one, item)).join("") : String(value as string).replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<${name}${attributes}>${inner}</${name}>`;
}

/** Cuts a list into pages, whose token is the next index. */
export function paged<T>(items: readonly T[], size: number, token: unknown): { items: readonly T[]; next: string | undefined } {
  const start = typeof token === "string" ? Number(token) : 0;
  return { items: items.slice(start, start + size), next: start + size < items.length ? String(start + size) : undefined };
}

export const SETTINGS = { regions: "eu-west-1\nus-east-1\neu-central-1" };
export const KEY = { strategy: "access_key", values: { accessKeyId: "AKIAEXAMPLEEXAMPLE00", secretAccessKey: "very-secret-access-key-value" } };
export const ROLES = { strategy: "assume_role", values: { ...KEY.values, roles: "arn:aws:iam::222222222222:role/tickmark\narn:aws:iam::333333333333:role/tickmark\narn:aws:iam::444444444444:role/tickmark", externalId: "external-id-by-chance-00" } };
