import path from "node:path";
import { exportControlFiles, exportOscal } from "#lib/control-files/index.ts";
import { noteFolder } from "#lib/drift/index.ts";
import type { CommandContext } from "../command.ts";
import { writeControlFolder } from "../controls/folder.ts";
import { withControls } from "../controls/with-controls.ts";

/** `tickmark controls export DIR`: the organization's controls as files, for a repository that people review, or as NIST OSCAL. */
export function run(args: string[], caller: CommandContext): Promise<number> {
  return withControls(args, caller, "controls export DIR [--organization SLUG] [--format markdown|oscal]", async (context, { folder, format }, slug) => {
    const files = await exportControlFiles(context, {});
    const { written, unchanged, strange } = await writeControlFolder(folder, format === "oscal" ? await exportOscal(context, {}) : files);
    await noteFolder(context, { place: path.basename(folder), files });
    process.stdout.write(`${written} written, ${unchanged} unchanged, from ${slug} to ${folder}\n`);
    if (strange.length > 0) process.stdout.write(`Of no control of ${slug}, left as they are: ${strange.join(", ")}\n`);
    return 0;
  });
}
