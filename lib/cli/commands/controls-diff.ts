import path from "node:path";
import { previewControlFiles } from "#lib/control-files/index.ts";
import { noteFolder } from "#lib/drift/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { CommandContext } from "../command.ts";
import { readControls } from "../controls/folder.ts";
import { driftLines } from "../controls/show-drift.ts";
import { previewLines } from "../controls/show-preview.ts";
import { withFolder } from "../controls/with-controls.ts";

/**
 * `tickmark controls diff DIR`: where a folder and the organization have drifted apart; without DIR, where the organization
 * has from the library and from the folder that was last looked at, as the page Differences shows it. Answers 1 when they
 * have, or a file has a problem. With `--tell` that page shows what the folder says now.
 */
export function run(args: string[], caller: CommandContext): Promise<number> {
  return withFolder(args, caller, "controls diff [DIR [--tell]] [--organization SLUG]", (context, { folder, tell }) => (folder === null ? ofLibrary(context) : ofFolder(context, folder, tell)));
}

async function ofFolder(context: Context, folder: string, tell: boolean): Promise<number> {
  const files = await readControls(folder);
  const preview = await previewControlFiles(context, { files });
  process.stdout.write(`${previewLines(preview).join("\n")}\n`);
  if (tell) await noteFolder(context, { place: path.basename(folder), files });
  return preview.create.length + preview.differ.length + preview.onlyHere.length + preview.problems.length === 0 ? 0 : 1;
}

async function ofLibrary(context: Context): Promise<number> {
  const { lines, differ } = await driftLines(context);
  process.stdout.write(`${lines.join("\n")}\n`);
  return differ === 0 ? 0 : 1;
}
