import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { visibleEvidence } from "./evidence-detail.repository.ts";
import type { FileFault } from "./file-fault.ts";
import { fileFaults } from "./file-faults.repository.ts";

/** Pieces of evidence that one page names; more stand in lists, whose rows say it themselves. */
const MOST_NAMED = 500;

/** Why files of evidence cannot be had, by the evidence; nothing for those that can. */
export type FileFaults = ReadonlyMap<string, FileFault>;

/**
 * Which of the evidence that a page names has a file that cannot be had, and why: whoever reads its name knows before they open it.
 * An auditor is told of what the engagement holds, and ids that are not there are passed over.
 */
export const readFileFaults = defineVerb({
  name: "evidence.read_file_faults",
  permission: "evidence.read",
  effect: "read",
  input: z.strictObject({ evidenceIds: z.array(idInput).max(MOST_NAMED) }),
  async run({ tx, scope, input, now }): Promise<FileFaults> {
    const faults = await fileFaults(tx, scope.organizationId, [...new Set(input.evidenceIds)], now);
    if (scope.engagement === null || faults.size === 0) return faults;
    const seen = await visibleEvidence(tx, scope, [...faults.keys()]);
    return new Map([...faults].filter(([id]) => seen.has(id)));
  },
});
