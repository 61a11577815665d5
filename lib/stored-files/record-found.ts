import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { BLOB_FINDS, noteBlob } from "#lib/platform/blob-store/index.ts";
import { lookForFindingsAt } from "#lib/settings/index.ts";
import { LOOK_LIMITS } from "./limits.ts";

const look = z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/), found: z.enum(BLOB_FINDS), checkedAt: z.date() });

/**
 * Records how files were found that were read. What is another thing than before is a fact and stands in the audit trail, and
 * findings are looked for at once. A file that was disposed of, or healed since the look began, is passed over.
 */
export const recordFound = defineVerb({
  name: "stored_files.record_found",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ looks: z.array(look).max(LOOK_LIMITS.batch) }),
  async run({ tx, context: { organizationId }, input, now, audit, unchanged }): Promise<{ changed: number }> {
    unchanged();
    let changed = 0;
    for (const { sha256, found, checkedAt } of input.looks.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))) {
      const before = await noteBlob(tx, organizationId, { sha256, found, how: "read", checkedAt });
      if (before === null || before === found) continue;
      changed += 1;
      await audit({ action: found === "whole" ? "file.found_whole" : `file.found_${found}`, subjectKind: "file", subjectId: sha256, changes: { before, found } });
    }
    if (changed > 0) await lookForFindingsAt(tx, now);
    return { changed };
  },
});
