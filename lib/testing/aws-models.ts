import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Incoming, OutgoingRequest } from "#lib/connector/index.ts";

// An AWS that is driven by AWS's own service models: it refuses what they do not know, and pages as they say. It shares
// no code with the SDK, so that a fault of one is not hidden by the same fault of the other.

type Shape = {
  type: string; members?: Record<string, Member>; required?: string[]; member?: Member; key?: Member; value?: Member; enum?: string[]; min?: number; max?: number; pattern?: string; flattened?: boolean; payload?: string; wrapper?: boolean; timestampFormat?: string;
};
type Member = { shape: string; location?: string; locationName?: string; queryName?: string; flattened?: boolean; xmlAttribute?: boolean; xmlNamespace?: { uri: string; prefix?: string } };
type Operation = { name: string; http: { method: string; requestUri: string }; input?: { shape: string }; output?: { shape: string; resultWrapper?: string } };
type Model = {
  metadata: { protocol: string; protocols?: string[]; endpointPrefix: string; jsonVersion?: string };
  operations: Record<string, Operation>; shapes: Record<string, Shape>; pagination?: Record<string, { input_token: string; output_token: string; limit_key?: string; result_key: string | string[]; more_results?: string }>;
};
type Value = Record<string, unknown>;
/** What an account holds: by `service:Operation`, in the names of the model; instants are ISO 8601. Lists are cut into pages by the server. */
export type Holdings = Readonly<Record<string, (input: Value, region: string) => Value | { error: string; status: number }>>;

export type ModelServer = { vendor(request: OutgoingRequest): Incoming; problems: string[]; asked: Set<string> };

const NOW = "Mon, 02 Mar 2026 09:00:00 GMT";
const NOT_A_NAME = /^(?:x-id)$/;

/** @param folder with a model per service @param pageSize at most so many of a list in one answer */
export function openModelServer(folder: string, holdings: Holdings, pageSize = 2): ModelServer {
  const models = new Map<string, { name: string; model: Model }>();
  const problems: string[] = [];
  const asked = new Set<string>();
  const of = (label: string): { name: string; model: Model } | undefined => {
    const name = { monitoring: "cloudwatch", "s3-control": "s3control" }[label] ?? label;
    if (!models.has(label) && existsSync(join(folder, `${name}.json`))) models.set(label, { name, model: JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Model });
    return models.get(label);
  };
  return {
    problems, asked,
    vendor(request) {
      const url = new URL(request.url);
      const labels = url.hostname.split(".");
      const found = [...labels.entries()].reverse().map(([index, label]) => ({ index, known: of(label) })).find(({ known }) => known !== undefined);
      if (found?.known === undefined) throw new Error(`no model answers for ${url.hostname}`);
      const { name, model } = found.known;
      const next = labels[found.index + 1] ?? "";
      const region = next === "amazonaws" ? "us-east-1" : next;
      const bucket = name === "s3" ? labels.slice(0, found.index).join(".") : "";
      const read = decode(model, request, url, bucket);
      if (read === null) {
        problems.push(`${name}: ${request.method ?? "GET"} ${url.pathname}${url.search} is no operation`);
        return fault(model, "UnknownOperationException", 400);
      }
      const faults = validate(model, read.operation.input?.shape, read.input, `${name}:${read.operation.name}`);
      if (faults.length > 0) {
        problems.push(...faults);
        return fault(model, "ValidationException", 400);
      }
      const named = `${name}:${read.operation.name}`;
      asked.add(named);
      const output = holdings[named]?.(read.input, region);
      if (output === undefined) problems.push(`${named} holds nothing`);
      if (output === undefined) return fault(model, "InternalFailure", 400);
      if (typeof output.error === "string") return fault(model, output.error, Number(output.status));
      const paged = page(model, read.operation.name, read.input, output as Value, pageSize);
      problems.push(...validate(model, read.operation.output?.shape, paged, `${named} answer`));
      return encode(model, read.operation, paged);
    },
  };
}

// ---- what is asked

const isJson = ({ metadata: { protocol, protocols = [] } }: Model): boolean => protocol === "json" || protocols.includes("json");

function decode(model: Model, request: OutgoingRequest, url: URL, bucket: string): { operation: Operation; input: Value } | null {
  const body = typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body ?? new Uint8Array());
  const headers = new Headers(request.headers as Record<string, string>);
  const target = headers.get("x-amz-target");
  if (target !== null && isJson(model)) {
    const operation = model.operations[target.split(".").at(-1) ?? ""];
    return operation === undefined ? null : { operation, input: body === "" ? {} : (JSON.parse(body) as Value) };
  }
  if (model.metadata.protocol === "query" || model.metadata.protocol === "ec2" || body.startsWith("Action=")) {
    const form = new URLSearchParams(body);
    const operation = model.operations[form.get("Action") ?? ""];
    if (operation === undefined) return null;
    const known = new Set(["Action", "Version"]);
    const input = (operation.input === undefined ? {} : (formValue(model, operation.input.shape, form, "", known) as Value | undefined)) ?? {};
    const unknown = [...form.keys()].filter((key) => !known.has(key));
    return { operation, input: unknown.length === 0 ? input : { ...input, [`${unknown[0] ?? ""} (unknown)`]: true } };
  }
  return decodeRest(model, request.method ?? "GET", url, bucket, body, headers);
}

function decodeRest(model: Model, method: string, url: URL, bucket: string, body: string, headers: Headers): { operation: Operation; input: Value } | null {
  const path = bucket === "" ? url.pathname : `/${bucket}${url.pathname === "/" ? "" : url.pathname}`;
  const fits = Object.values(model.operations).flatMap((operation) => {
    const [template = "", fixed = ""] = operation.http.requestUri.split("?");
    const names = [...template.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? "");
    const pattern = new RegExp(`^${template.replace(/\/$/, "").replace(/\{[^}+]+\}/g, "([^/]+)").replace(/\{[^}]+\+\}/g, "(.+)")}/?$`);
    const match = operation.http.method === method ? pattern.exec(path) : null;
    const wanted = [...new URLSearchParams(fixed).keys()];
    return match !== null && wanted.every((key) => url.searchParams.has(key)) ? [{ operation, labels: Object.fromEntries(names.map((key, index) => [key, decodeURIComponent(match[index + 1] ?? "")])), wanted }] : [];
  }).sort((a, b) => b.wanted.length - a.wanted.length || Object.keys(a.labels).length - Object.keys(b.labels).length);
  const [best] = fits;
  if (best === undefined) return null;
  const shape = model.shapes[best.operation.input?.shape ?? ""];
  const input: Value = body.startsWith("{") ? (JSON.parse(body) as Value) : {};
  const rest = new Set([...url.searchParams.keys()].filter((key) => !best.wanted.includes(key) && !NOT_A_NAME.test(key)));
  for (const [name, member] of Object.entries(shape?.members ?? {})) {
    const key = member.locationName ?? name;
    if (member.location === "uri") input[name] = best.labels[key];
    if (member.location === "header" && headers.has(key)) input[name] = headers.get(key);
    if (member.location === "querystring" && rest.delete(key)) input[name] = scalar(model.shapes[member.shape], url.searchParams.get(key) ?? "");
    if (member.location === undefined && key !== name && key in input) {
      input[name] = input[key];
      delete input[key];
    }
  }
  for (const key of rest) input[`${key} (unknown)`] = true;
  return { operation: best.operation, input: renamed(model, best.operation.input?.shape, input) as Value };
}

/** From names on the wire to names of members, at any depth. */
function renamed(model: Model, name: string | undefined, value: unknown): unknown {
  const shape = model.shapes[name ?? ""];
  if (shape === undefined || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => renamed(model, shape.member?.shape, one));
  if (shape.type === "map") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(model, shape.value?.shape, one)]));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => {
    const [member = key, found] = Object.entries(shape.members ?? {}).find(([inner, { locationName }]) => inner === key || locationName === key) ?? [];
    return [member, renamed(model, found?.shape, one)];
  }));
}

const scalar = (shape: Shape | undefined, text: string): unknown => (["integer", "long", "double", "float"].includes(shape?.type ?? "") ? Number(text) : shape?.type === "boolean" ? (text === "true" ? true : text === "false" ? false : text) : text);

function formValue(model: Model, name: string, form: URLSearchParams, prefix: string, known: Set<string>): unknown {
  const shape = model.shapes[name];
  const ec2 = model.metadata.protocol === "ec2";
  const has = (key: string): boolean => [...form.keys()].some((one) => one === key || one.startsWith(`${key}.`));
  if (shape?.type === "structure") {
    const value: Value = {};
    for (const [key, member] of Object.entries(shape.members ?? {})) {
      const wire = ec2 ? (member.queryName ?? capital(member.locationName ?? key)) : (member.locationName ?? key);
      const at = prefix === "" ? wire : `${prefix}.${wire}`;
      if (has(at)) value[key] = formValue(model, member.shape, form, at, known);
    }
    return value;
  }
  if (shape?.type === "list") {
    const flat = ec2 || shape.flattened === true;
    if (form.get(prefix) === "") return known.add(prefix), [];
    const values: unknown[] = [];
    for (let index = 1; has(`${flat ? prefix : `${prefix}.${shape.member?.locationName ?? "member"}`}.${index}`); index += 1) values.push(formValue(model, shape.member?.shape ?? "", form, `${flat ? prefix : `${prefix}.${shape.member?.locationName ?? "member"}`}.${index}`, known));
    return values;
  }
  known.add(prefix);
  return scalar(shape, form.get(prefix) ?? "");
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Names, required members, types, enums and bounds, as the model has them. */
function validate(model: Model, name: string | undefined, value: unknown, at: string): string[] {
  const shape = model.shapes[name ?? ""];
  if (shape === undefined || value === undefined || value === null) return [];
  const answer = at.includes(" answer");
  if (shape.type === "structure") {
    if (typeof value !== "object") return [`${at} is no structure`];
    const given = value as Value;
    return [
      ...(shape.required ?? []).filter((key) => given[key] === undefined || given[key] === null).map((key) => `${at}.${key} is required`),
      ...Object.entries(given).flatMap(([key, one]) => {
        const member = shape.members?.[key];
        return member === undefined ? (one === undefined ? [] : [`${at}.${key} is no member`]) : validate(model, member.shape, one, `${at}.${key}`);
      }),
    ];
  }
  const length = (size: number): string[] => (!answer && ((shape.min !== undefined && size < shape.min) || (shape.max !== undefined && size > shape.max)) ? [`${at} has ${size}, beyond ${shape.min ?? 0} to ${shape.max ?? "any"}`] : []);
  if (shape.type === "list") return Array.isArray(value) ? [...length(value.length), ...value.flatMap((one, index) => validate(model, shape.member?.shape, one, `${at}[${index}]`))] : [`${at} is no list`];
  if (shape.type === "map") return Object.entries(value as Value).flatMap(([key, one]) => validate(model, shape.value?.shape, one, `${at}{${key}}`));
  if (shape.type === "string") return typeof value !== "string" ? [`${at} is no string`] : [...(shape.enum !== undefined && !shape.enum.includes(value) ? [`${at} is ${value}, none of its words`] : []), ...length(value.length)];
  if (["integer", "long"].includes(shape.type)) return Number.isInteger(value) ? length(value as number) : [`${at} is no whole number`];
  if (shape.type === "boolean") return typeof value === "boolean" ? [] : [`${at} is no boolean`];
  return [];
}

// ---- what is answered

function page(model: Model, operation: string, input: Value, output: Value, pageSize: number): Value {
  const paging = model.pagination?.[operation];
  if (paging === undefined) return output;
  const key = [paging.result_key].flat()[0] ?? "";
  const list = output[key];
  if (!Array.isArray(list)) return output;
  const start = typeof input[paging.input_token] === "string" ? Number(input[paging.input_token]) : 0;
  const size = Math.min(pageSize, paging.limit_key === undefined ? pageSize : Number(input[paging.limit_key] ?? pageSize));
  const more = start + size < list.length;
  return { ...output, [key]: list.slice(start, start + size), ...(more ? { [paging.output_token]: String(start + size) } : {}), ...(paging.more_results === undefined ? {} : { [paging.more_results]: more }) };
}

function encode(model: Model, operation: Operation, output: Value): Incoming {
  const { protocol } = model.metadata;
  const name = operation.output?.shape;
  if (isJson(model) || protocol === "rest-json") return answer(200, protocol === "rest-json" ? "application/json" : `application/x-amz-json-${model.metadata.jsonVersion ?? "1.1"}`, JSON.stringify(jsonValue(model, name, output, undefined)));
  if (protocol === "rest-xml") {
    const shape = model.shapes[name ?? ""];
    const payload = shape?.payload;
    if (payload !== undefined && model.shapes[shape?.members?.[payload]?.shape ?? ""]?.type === "string") return answer(200, "application/json", String(output[payload]));
    const [inner, value] = payload === undefined ? [name, output] : [shape?.members?.[payload]?.shape, output[payload] as Value];
    const root = operation.name === "GetBucketLocation" ? "LocationConstraint" : payload ?? `${operation.name}Result`;
    const content = operation.name === "GetBucketLocation" ? escaped(String(value.LocationConstraint ?? "")) : xmlMembers(model, inner, value);
    return answer(200, "application/xml", `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`);
  }
  const content = xmlMembers(model, name, output);
  if (protocol === "ec2") return answer(200, "text/xml", `<${operation.name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${content}</${operation.name}Response>`);
  const wrapper = operation.output?.resultWrapper ?? `${operation.name}Result`;
  return answer(200, "text/xml", `<${operation.name}Response><${wrapper}>${content}</${wrapper}><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation.name}Response>`);
}

function jsonValue(model: Model, name: string | undefined, value: unknown, member: Member | undefined): unknown {
  const shape = model.shapes[name ?? ""];
  if (shape === undefined || value === undefined || value === null) return value;
  if (shape.type === "structure") return Object.fromEntries(Object.entries(value as Value).map(([key, one]) => [shape.members?.[key]?.locationName ?? key, jsonValue(model, shape.members?.[key]?.shape, one, shape.members?.[key])]));
  if (shape.type === "list") return (value as unknown[]).map((one) => jsonValue(model, shape.member?.shape, one, undefined));
  if (shape.type === "map") return Object.fromEntries(Object.entries(value as Value).map(([key, one]) => [key, jsonValue(model, shape.value?.shape, one, undefined)]));
  if (shape.type !== "timestamp") return value;
  return (shape.timestampFormat ?? (member as { timestampFormat?: string } | undefined)?.timestampFormat) === "iso8601" ? value : Date.parse(String(value)) / 1000;
}

function xmlMembers(model: Model, name: string | undefined, value: Value): string {
  return Object.entries(model.shapes[name ?? ""]?.members ?? {}).map(([key, member]) => (value[key] === undefined || value[key] === null || member.xmlAttribute === true ? "" : xmlMember(model, member, member.locationName ?? key, value[key]))).join("");
}

function xmlMember(model: Model, member: Member, tag: string, value: unknown): string {
  const shape = model.shapes[member.shape];
  if (shape?.type === "list") {
    const item = shape.member?.locationName ?? (model.metadata.protocol === "ec2" ? "item" : "member");
    const items = (value as unknown[]).map((one) => xmlMember(model, shape.member ?? { shape: "" }, shape.flattened === true ? tag : item, one)).join("");
    return shape.flattened === true ? items : `<${tag}>${items}</${tag}>`;
  }
  if (shape?.type === "map") return `<${tag}>${Object.entries(value as Value).map(([key, one]) => `<entry><key>${escaped(key)}</key>${xmlMember(model, shape.value ?? { shape: "" }, "value", one)}</entry>`).join("")}</${tag}>`;
  if (shape?.type === "structure") {
    const attributes = Object.entries(shape.members ?? {}).filter(([key, inner]) => inner.xmlAttribute === true && (value as Value)[key] !== undefined).map(([key, inner]) => ` ${inner.locationName ?? key}="${escaped(String((value as Value)[key]))}"`).join("");
    return `<${tag}${attributes === "" ? "" : ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'}${attributes}>${xmlMembers(model, member.shape, value as Value)}</${tag}>`;
  }
  return `<${tag}>${escaped(shape?.type === "blob" ? Buffer.from(String(value)).toString("base64") : String(value as string))}</${tag}>`;
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function fault(model: Model, code: string, status: number): Incoming {
  const { protocol } = model.metadata;
  if (isJson(model) || protocol === "rest-json") return answer(status, "application/json", JSON.stringify({ __type: code, message: code }), { "x-amzn-errortype": code });
  if (protocol === "ec2") return answer(status, "text/xml", `<Response><Errors><Error><Code>${code}</Code><Message>${code}</Message></Error></Errors><RequestID>r</RequestID></Response>`);
  if (protocol === "rest-xml" && model.metadata.endpointPrefix === "s3") return answer(status, "application/xml", `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  return answer(status, "text/xml", `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error><RequestId>r</RequestId></ErrorResponse>`);
}

const answer = (status: number, type: string, body: string, headers: Record<string, string> = {}): Incoming => ({ status, headers: new Headers({ "content-type": type, date: NOW, ...headers }), bytes: Buffer.from(body) });
