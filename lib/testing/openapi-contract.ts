import { Ajv, type ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";
import type { Json, OutgoingRequest } from "#lib/connector/index.ts";
import type { Vendor } from "./memory-collection.ts";

// A vendor's own definition of its API (OpenAPI 3.0), as judge over what connectors send and over what fakes answer.

type Parameter = { name: string; in: string; required?: boolean; schema?: object; $ref?: string };
type Operation = { parameters?: Parameter[]; requestBody?: { content?: Record<string, { schema?: object }> }; responses: Record<string, { content?: Record<string, { schema?: object }>; $ref?: string }> };
type Document = { paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }> };

export type ApiContract = {
  /** What is wrong with a request, each fault in words; nothing when the definition allows it. */
  faultsOfRequest(request: OutgoingRequest): string[];
  /** What is wrong with the answer to it, when it is one of success. */
  faultsOfAnswer(request: OutgoingRequest, answer: { status: number; bytes: Uint8Array }): string[];
};

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;

/** OpenAPI 3.0 says `nullable` where JSON Schema says "or null". */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== "object" || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const inner = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, name === "example" || name === "examples" ? null : withoutNullable(one)]));
  return nullable === true ? { anyOf: [{ type: "null" }, inner] } : inner;
}

const pointer = (...names: string[]): string => names.map((name) => `/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

/** @param text the definition, as JSON */
export function apiContract(text: string): ApiContract {
  const document = withoutNullable(JSON.parse(text)) as Document;
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: false, inlineRefs: false, ownProperties: true, logger: false });
  addFormats(ajv);
  ajv.addSchema(document, "api");
  const compiled = new Map<string, ValidateFunction>();
  const judge = (at: string, value: unknown): string[] => {
    const validate = compiled.get(at) ?? ajv.compile({ $ref: `api#${at}` });
    compiled.set(at, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || "/"} ${message ?? ""} ${JSON.stringify(params)}`);
  };
  const resolve = <T extends { $ref?: string }>(one: T): T => (one.$ref === undefined ? one : one.$ref.slice(2).split("/").reduce<unknown>((inside, name) => (inside as Record<string, unknown>)[name], document) as T);
  return {
    faultsOfRequest(request) {
      const found = operationOf(document, request);
      if (found === null) return [`${request.method ?? "GET"} ${new URL(request.url).pathname} is no operation of the definition`];
      const url = new URL(request.url);
      const declared = [...(document.paths[found.path]?.parameters ?? []), ...(found.operation.parameters ?? [])].map(resolve).filter((one) => one.in === "query");
      const faults = [...new Set(url.searchParams.keys())].filter((name) => !declared.some((one) => one.name === name)).map((name) => `${found.path} knows no parameter ${name}`);
      for (const parameter of declared) {
        const values = url.searchParams.getAll(parameter.name);
        if (values.length === 0 && parameter.required === true) faults.push(`${found.path} wants ${parameter.name}`);
        for (const value of values) if (parameter.schema !== undefined) faults.push(...judgeValue(ajv, parameter, value).map((fault) => `${parameter.name}=${value}: ${fault}`));
      }
      if (typeof request.body === "string" && found.operation.requestBody?.content?.["application/json"] !== undefined) {
        faults.push(...judge(pointer("paths", found.path, found.method, "requestBody", "content", "application/json", "schema"), JSON.parse(request.body)));
      }
      return faults;
    },
    faultsOfAnswer(request, { status, bytes }) {
      const found = operationOf(document, request);
      if (found === null || status >= 300) return [];
      const response = found.operation.responses[String(status)];
      if (response === undefined) return [`${found.path} never answers ${status}`];
      if (resolve(response).content?.["application/json"]?.schema === undefined) return [];
      const at = response.$ref === undefined ? pointer("paths", found.path, found.method, "responses", String(status)) : response.$ref.slice(1);
      return judge(`${at}${pointer("content", "application/json", "schema")}`, JSON.parse(new TextDecoder().decode(bytes)));
    },
  };
}

/** What stands in an address is text: it may stand for a number, a truth or a list with commas. */
function judgeValue(ajv: Ajv, { schema }: Parameter, value: string): string[] {
  const readings: Json[] = [value, ...(/^-?\d+$/.test(value) ? [Number(value)] : []), ...(value === "true" || value === "false" ? [value === "true"] : []), value.split(",")];
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema ?? {}).replaceAll("\"#/", "\"api#/")) as object);
  return readings.some((reading) => validate(reading)) ? [] : (validate.errors ?? []).map(({ message }) => message ?? "is not allowed");
}

function operationOf(document: Document, { method = "GET", url }: OutgoingRequest): { path: string; method: string; operation: Operation } | null {
  const asked = new URL(url).pathname.split("/");
  const fits = Object.keys(document.paths).filter((path) => {
    const parts = path.split("/");
    return parts.length === asked.length && parts.every((part, index) => part.startsWith("{") || part === asked[index]) && document.paths[path]?.[method.toLowerCase()] !== undefined;
  });
  // /search/jql before /{…}/{…}: the one with the fewest variables.
  const [path] = fits.sort((a, b) => a.split("{").length - b.split("{").length);
  const operation = path === undefined ? undefined : document.paths[path]?.[method.toLowerCase()];
  return path === undefined || operation === undefined ? null : { path, method: method.toLowerCase(), operation };
}

/** The vendor, judged: what is sent and what it answers is held against the definition, and every fault kept. */
export function underContract(contract: ApiContract, vendor: Vendor): { vendor: Vendor; faults: string[]; asked: Set<string> } {
  const faults: string[] = [];
  const asked = new Set<string>();
  return {
    faults, asked,
    async vendor(request) {
      asked.add(`${request.method ?? "GET"} ${new URL(request.url).pathname}`);
      faults.push(...contract.faultsOfRequest(request));
      const answer = await vendor(request);
      faults.push(...contract.faultsOfAnswer(request, answer).map((fault) => `${new URL(request.url).pathname}: ${fault}`));
      return answer;
    },
  };
}
