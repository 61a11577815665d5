import { z } from "zod";
import type { Answer, Json, RowOf } from "#lib/connector/index.ts";

/** One question among several of an answer: what came, or AWS's word for having none. */
export const tried = <Schema extends z.ZodType>(schema: Schema) => z.union([z.object({ answer: schema }), z.object({ refused: z.string() })]);

/** The account and region that were asked; what belongs to no region has an empty one. */
export function placeOf({ scope }: Answer): { account: string; region: string } {
  const [account = "", region = ""] = (scope ?? "").split("/");
  return { account, region };
}

type Parts = { type: string; id: string; name: string; account: string; region: string | null; tags?: Record<string, string>; createdAt?: string | null; attributes: Record<string, Json> };

export function resourceRow({ type, id, name, account, region, tags = {}, createdAt = null, attributes }: Parts): RowOf<"resource"> {
  return { kind: "resource", externalId: id, scope: region === null || region === "" ? account : `${account}/${region}`, url: null, type, name, account, region: region === "" ? null : region, tags, createdAt, attributes };
}
