import { editControl, readControlEdit, readDraft, returnDrafts } from "#lib/drafts/index.ts";
import { rewordGuidance } from "./demo-drift.ts";
import type { DemoWorld } from "./demo-world.ts";

/**
 * What the compliance manager proposes to change: one draft waits for the administrator, one came back. Called at the end of the
 * story, so that nothing that was proven before rests on other words.
 */
export async function proposeChanges(world: DemoWorld, lastDay: string): Promise<void> {
  world.clock.set(`${lastDay}T13:05:00Z`);
  await rewordGuidance(world);
  world.clock.set(`${lastDay}T13:10:00Z`);
  await propose(world, "SYS.1.01", "The auditors asked in their walkthrough who looks after hosts that are not in the inventory yet.", (text) => `${text} A host that is not in the inventory sends its log to the collector from the day on which it is first reached, and is named to its owner within two working days.`);
  world.clock.set(`${lastDay}T13:25:00Z`);
  const draftId = await propose(world, "SYS.2.07", "Laptops send their events to the same place by now.", (text) => `${text} Laptops of staff are in scope too.`);
  world.clock.set(`${lastDay}T15:05:00Z`);
  const { revision } = await readDraft(world.as("mara"), { draftId });
  await returnDrafts(world.as("mara"), { drafts: [{ draftId, revision }], reason: "All laptops, or those of administrators? Say which, and since when their events arrive." });
}

/** @returns the draft's id */
async function propose(world: DemoWorld, code: string, reason: string, reword: (statement: string) => string): Promise<string> {
  const author = world.as("ines");
  const { control, texts, version } = await readControlEdit(author, { code });
  const saved = await editControl(author, { controlId: control.id, texts: { ...texts, statement: reword(texts.statement) } as Parameters<typeof editControl>[1]["texts"], baseVersion: version, textVersion: version, reason, send: "review" });
  if (saved.outcome !== "saved" || saved.draft === null) throw new Error(`the demo's draft of ${code} was not made`);
  return saved.draft.id;
}
