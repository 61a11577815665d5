import { applyAlone, approveDrafts, editControl, listDrafts, readControlEdit, readDraft, returnDrafts, submitDraft, withdrawDraft } from "#lib/drafts/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { periodicControl } from "./periodic-control.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

type EditInput = Parameters<typeof editControl>[1];

/** The input of an edit that another person has to approve. */
async function edit(world: FurnishedWorld, controlCode: string, send: EditInput["send"]): Promise<EditInput> {
  const { control, texts, version, textVersion, draft } = await readControlEdit(world.as("compliance_manager"), { code: controlCode });
  return { controlId: control.id, texts: { ...(texts as EditInput["texts"]), statement: `Done every quarter, ${world.next()}.` }, baseVersion: version, textVersion, draft: draft === null ? null : { id: draft.id, revision: draft.revision }, send };
}

async function freshControl(world: FurnishedWorld): Promise<string> {
  const code = `DRA.${world.next()}`;
  await periodicControl(world, { code, frequency: "quarterly", effectiveFrom: new Date("2026-09-01T00:00:00Z") });
  return code;
}

/** A draft of a control that nobody has touched, as its author left it. */
export async function freshDraft(world: FurnishedWorld, send: EditInput["send"]): Promise<{ draftId: string; revision: number }> {
  const saved = await editControl(world.as("compliance_manager"), await edit(world, await freshControl(world), send));
  if (saved.outcome !== "saved" || saved.draft === null) throw new Error("no draft was made");
  return { draftId: saved.draft.id, revision: 1 };
}

/** Two changes of a setting at one instant would be in no order. */
async function approvalIs(world: FurnishedWorld, value: "waived" | "second_person"): Promise<void> {
  world.clock.advance(1);
  await changeSetting(world.as("admin"), { name: "control_approval", value });
  world.clock.advance(1);
}

export const OF_DRAFTS: readonly VerbSample[] = [
  sample(editControl)("compliance_manager", async (world) => edit(world, await freshControl(world), "review")),
  sample(readControlEdit)("compliance_manager", (world) => ({ code: world.control.insideCode })),
  sample(listDrafts)("control_owner", async (world) => {
    await freshDraft(world, "review");
    return {};
  }),
  sample(readDraft)("control_owner", async (world) => ({ draftId: (await freshDraft(world, "review")).draftId })),
  sample(submitDraft)("compliance_manager", (world) => freshDraft(world, "keep")),
  sample(approveDrafts)("admin", async (world) => ({ drafts: [await freshDraft(world, "review")] })),
  sample(returnDrafts)("admin", async (world) => ({ drafts: [await freshDraft(world, "review")], reason: "Say which systems." })),
  sample(withdrawDraft)("compliance_manager", (world) => freshDraft(world, "keep")),
  sample(applyAlone)("compliance_manager", async (world) => {
    const draft = await freshDraft(world, "keep");
    await approvalIs(world, "waived");
    return draft;
  }, { after: (world) => approvalIs(world, "second_person") }),
];
