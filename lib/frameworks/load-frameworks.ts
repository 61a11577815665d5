import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import type { Database } from "#lib/platform/db.ts";
import { frameworkHashes, replaceFramework, type FrameworkRecord } from "./frameworks.repository.ts";
import type { Framework } from "./framework.ts";

/** Which editions were written, and which were already stored as they are. */
export type LoadedFrameworks = { written: string[]; unchanged: string[] };

/**
 * Writes framework and requirement rows from content. Idempotent: an edition whose content has not changed is left
 * alone. An edition that the content no longer has stays, because mappings of organizations refer to it.
 *
 * @param database opened with the OWNER's role: frameworks are global, and the app role may only read them
 */
export async function loadFrameworks(database: Database, frameworks: readonly { value: Framework }[]): Promise<LoadedFrameworks> {
  const stored = await frameworkHashes(database);
  const loaded: LoadedFrameworks = { written: [], unchanged: [] };
  for (const [position, { value }] of frameworks.entries()) {
    const record = recordOf(value, position);
    if (stored.get(record.key) === record.contentHash) {
      loaded.unchanged.push(record.key);
      continue;
    }
    await replaceFramework(database, record);
    loaded.written.push(record.key);
  }
  return loaded;
}

function recordOf(framework: Framework, position: number): FrameworkRecord {
  const groups = new Map(framework.groups.map((group) => [group.id, group.title]));
  const fields = {
    key: framework.id,
    name: framework.name,
    edition: framework.edition,
    publisher: framework.publisher,
    itemLabel: framework.itemLabel.one,
    itemLabelMany: framework.itemLabel.many,
    validFrom: framework.validFrom,
    validUntil: framework.validUntil,
    validityNote: framework.validityNote ?? "",
    supersededBy: framework.supersededBy,
    source: framework.source,
    notCovered: [...framework.notCovered],
    position,
    requirements: framework.requirements.map((requirement, index) => ({
      code: requirement.id,
      groupCode: requirement.group ?? "",
      groupTitle: groups.get(requirement.group ?? "") ?? "",
      parentCode: requirement.parent,
      newInEdition: requirement.newInEdition,
      title: requirement.title,
      position: index,
    })),
  };
  // Over what is stored and not over the file, so that a change of this mapping reaches old installations too.
  const contentHash = createHash("sha256").update(canonicalJson(fields satisfies Json)).digest("hex");
  return { ...fields, contentHash };
}
