import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { pairKey, shippedLibrary } from "#lib/controls/index.ts";
import { waitingMappings } from "#lib/drafts/index.ts";
import type { FrameworkRow } from "#lib/frameworks/index.ts";
import { frameworkKeyInput } from "./inputs.ts";
import { mappingFacts } from "./mapping-facts.ts";
import type { Proposal } from "./proposals.ts";

export type MadeMapping = { controlId: string; controlCode: string; controlTitle: string; requirementCode: string; strength: "satisfies" | "contributes"; origin: "seed" | "published" | "ours" | "customer"; rationale: string };

/** A pair that an open draft changes: it holds once another person approved it. */
export type WaitingMapping = { controlId: string; controlCode: string; controlTitle: string; requirementCode: string; strength: "satisfies" | "contributes"; retracted: boolean; rationale: string; draftId: string; isSent: boolean; isOwn: boolean };

/** A requirement with how it is mapped: a gap where nothing satisfies it. */
export type EditedRequirement = { code: string; title: string; groupCode: string; groupTitle: string; satisfied: number; contributed: number; proposed: number };

export type MappingEditor = {
  framework: FrameworkRow;
  requirements: EditedRequirement[];
  mappings: MadeMapping[];
  /** What drafts would change, in the order of controls. */
  waiting: WaitingMapping[];
  /** What nobody proposes yet in a draft. */
  proposals: Proposal[];
  controls: { controlId: string; code: string; title: string }[];
};

const NATURAL = new Intl.Collator("en", { numeric: true });

/** Both sides of one edition's mappings, and what may be mapped next, with reasons. */
export const readMappingEditor = defineVerb({
  name: "mappings.read_editor",
  permission: "mappings.manage",
  effect: "read",
  input: z.strictObject({ frameworkKey: frameworkKeyInput }),
  prepare: () => shippedLibrary(),
  async run(args): Promise<MappingEditor> {
    const { framework, requirements, mappings, proposals: all, controls } = await mappingFacts(args, args.input.frameworkKey, args.prepared);
    const titles = new Map(controls.map((one) => [one.controlId, one.title]));
    const waiting = (await waitingMappings(args, framework.key)).map((one) => ({ ...one, controlTitle: titles.get(one.controlId) ?? "" }));
    const inDrafts = new Set(waiting.map(pairKey));
    const proposals = all.filter((one) => !inDrafts.has(pairKey(one)));
    const made = mappings.filter((one) => one.frameworkKey === framework.key).map(({ controlId, controlCode, requirementCode, strength, origin, rationale }): MadeMapping =>
      ({ controlId, controlCode, controlTitle: titles.get(controlId) ?? "", requirementCode, strength, origin, rationale }));
    const place = new Map(requirements.map((one, index) => [one.code, index]));
    const byCode = Map.groupBy(made, (one) => one.requirementCode);
    const proposed = Map.groupBy(proposals, (one) => one.requirementCode);
    return {
      framework,
      requirements: requirements.map(({ code, title, groupCode, groupTitle }) => {
        const ofCode = byCode.get(code) ?? [];
        const satisfied = ofCode.filter((one) => one.strength === "satisfies").length;
        return { code, title, groupCode, groupTitle, satisfied, contributed: ofCode.length - satisfied, proposed: proposed.get(code)?.length ?? 0 };
      }),
      mappings: made.sort((a, b) => (place.get(a.requirementCode) ?? 0) - (place.get(b.requirementCode) ?? 0)),
      waiting: waiting.sort((a, b) => NATURAL.compare(a.controlCode, b.controlCode) || NATURAL.compare(a.requirementCode, b.requirementCode)),
      proposals,
      controls: controls.map(({ controlId, code, title }) => ({ controlId, code, title })).sort((a, b) => (a.code < b.code ? -1 : 1)),
    };
  },
});
