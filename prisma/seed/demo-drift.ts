import type { LibraryControl } from "#lib/controls/index.ts";
import { editControl, readControlEdit } from "#lib/drafts/index.ts";
import type { DemoWorld } from "./demo-world.ts";

/** Controls that the demo's organization took from an earlier edition of the library. */
const EARLIER: readonly string[] = ["ACC.1.02", "GOV.4.03"];

/** A control as the library had it before its newest edition: its guidance ended earlier, and one requirement was not mapped yet. */
export function asEarlierEdition(control: LibraryControl): LibraryControl {
  if (!EARLIER.includes(control.code)) return control;
  const sentences = control.guidance.split(/(?<=\.) (?=[A-Z])/u);
  return { ...control, guidance: sentences.slice(0, Math.max(1, sentences.length - 2)).join(" "), mappings: control.mappings.slice(0, -1) };
}

/** One of them was also reworded by the organization, so that both changed the same place. */
export async function rewordGuidance(world: DemoWorld): Promise<void> {
  const author = world.as("ines");
  const { control, texts, version } = await readControlEdit(author, { code: "GOV.4.03" });
  const guidance = `${texts.guidance}\n\nThe list is read on the first Monday of the month.`;
  await editControl(author, { controlId: control.id, texts: { ...texts, guidance } as Parameters<typeof editControl>[1]["texts"], baseVersion: version, textVersion: version, send: "keep" });
}
