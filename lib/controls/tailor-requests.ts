import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { insertRequests } from "./adoption.repository.ts";
import { changeRequests } from "./change-requests.ts";
import { shippedLibrary } from "./shipped-library.ts";
import { tailoredControls } from "./tailoring.ts";

export type TailoredRequests = { asked: number; reworded: number; retired: number };

/** Brings the evidence requests of library controls to what the organization runs now. What answered a retired one stays. */
export const tailorRequests = defineVerb({
  name: "controls.tailor_requests",
  permission: "controls.manage",
  effect: "write",
  input: z.strictObject({}),
  prepare: () => shippedLibrary(),
  async run(args): Promise<TailoredRequests> {
    const { tx, context, now, audit, unchanged } = args;
    const { adopted, tailoring } = await tailoredControls(args, args.prepared);
    const { ask, reword, retire } = tailoring.changes;
    const done = { asked: ask.length, reworded: reword.length, retired: retire.length };
    if (ask.length + reword.length + retire.length === 0) {
      unchanged();
      return done;
    }
    const touched = new Set([...ask, ...reword, ...retire].map((one) => one.code));
    for (const { id, control, stored } of adopted.filter((one) => touched.has(one.control.code))) {
      const { asked } = await changeRequests({ ...args, controls: [control], effectiveFrom: now }, id, control, stored);
      await insertRequests(tx, context.organizationId, asked);
    }
    const named = (changes: readonly { code: string; key: string }[]): string[] => changes.map(({ code, key }) => `${code} ${key}`);
    await audit({ action: "evidence_requests.tailored", subjectKind: "organization", subjectId: context.organizationId, changes: { asked: named(ask), reworded: named(reword), retired: named(retire) } });
    return done;
  },
});
