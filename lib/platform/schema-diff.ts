import type { DiffTarget } from "@prisma/schema-engine-wasm";
import { NO_FILTER, offlineAdapterFactory, openSchemaEngine } from "./schema-engine.ts";

function target(datamodel: string): DiffTarget {
  if (datamodel.trim() === "") return { tag: "empty" };
  return { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: datamodel }] };
}

/**
 * The SQL that leads from one Prisma datamodel to another (their texts; "" is the empty database).
 * Needs no database. Row-level security, triggers, exclusion constraints and the like are not in a datamodel,
 * so they are not in the answer. Throws with Prisma's located message when a datamodel is invalid.
 */
export async function diffDatamodels(from: string, to: string): Promise<string> {
  const engine = await openSchemaEngine(offlineAdapterFactory());
  try {
    const answer = await engine.diff({
      from: target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    return answer.stdout ?? "";
  } finally {
    engine.free();
  }
}
