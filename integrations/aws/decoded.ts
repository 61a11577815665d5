import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json } from "#lib/connector/index.ts";

export type JsonObject = { readonly [name: string]: Json };

/** What the SDK decoded, as JSON: instants as ISO 8601, bytes in base64; what is absent stays absent. Streams are read before. */
export function decoded(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object") throw new TypeError(`an answer holds a ${typeof value}`);
  return Object.fromEntries(Object.entries(value).filter(([name, one]) => one !== undefined && name !== "$metadata").map(([name, one]) => [name, decoded(one)]));
}

export const objectOf = (value: Json | undefined): JsonObject => (value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : {});
export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
export const textOf = (value: Json | undefined): string | null => (typeof value === "string" && value !== "" ? value : null);

const SECRET = /secret|password|passwd|token|credential|privatekey|authorization|sessionkey/i;

/** What stands under a name that is told to be secret is left out, at any depth. */
export function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutSecrets);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, SECRET.test(name) && (one === null || typeof one !== "boolean") ? "hidden" : withoutSecrets(one)]));
}

/** Of text whose content is not stored. Hex. */
export const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/** AWS's tags, whose lists name them in three ways, as a record. */
export function tagsOf(list: Json | undefined): Record<string, string> {
  const tags = z.array(z.union([z.object({ Key: z.string(), Value: z.string().optional() }), z.object({ key: z.string(), value: z.string().optional() })])).safeParse(list ?? []);
  return Object.fromEntries((tags.data ?? []).map((tag) => ("Key" in tag ? [tag.Key, tag.Value ?? ""] : [tag.key, tag.value ?? ""])));
}
