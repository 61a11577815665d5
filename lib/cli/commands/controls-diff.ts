import { previewControlFiles } from "#lib/control-files/index.ts";
import type { CommandContext } from "../command.ts";
import { readControls } from "../controls/folder.ts";
import { previewLines } from "../controls/show-preview.ts";
import { withControls } from "../controls/with-controls.ts";

/** `tickmark controls diff DIR`: where a folder and the organization have drifted apart. Answers 1 when they have, or a file has a problem. */
export function run(args: string[], caller: CommandContext): Promise<number> {
  return withControls(args, caller, "controls diff DIR [--organization SLUG]", async (context, { folder }) => {
    const preview = await previewControlFiles(context, { files: await readControls(folder) });
    process.stdout.write(`${previewLines(preview).join("\n")}\n`);
    return preview.create.length + preview.differ.length + preview.onlyHere.length + preview.problems.length === 0 ? 0 : 1;
  });
}
