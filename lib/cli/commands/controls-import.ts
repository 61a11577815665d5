import path from "node:path";
import { createInterface } from "node:readline/promises";
import { importControlFiles, previewControlFiles, type FilesPreview } from "#lib/control-files/index.ts";
import { noteFolder } from "#lib/drift/index.ts";
import type { CommandContext } from "../command.ts";
import { readControls } from "../controls/folder.ts";
import { previewLines } from "../controls/show-preview.ts";
import { withControls, type Wanted } from "../controls/with-controls.ts";

/**
 * `tickmark controls import DIR`: shows what would change and takes it once somebody said yes, or `--yes` was given. A
 * control that somebody changed between the two is refused: only what was shown is taken.
 */
export function run(args: string[], caller: CommandContext): Promise<number> {
  return withControls(args, caller, "controls import DIR [--organization SLUG] [--only CODE,...] [--yes]", async (context, wanted, slug) => {
    const files = await readControls(wanted.folder);
    const strange = wanted.only?.filter((code) => !files.some(({ name }) => name === `${code}.md`)) ?? [];
    if (strange.length > 0) {
      process.stderr.write(`The folder has no file of ${strange.join(", ")}.\n`);
      return 2;
    }
    const preview = await previewControlFiles(context, { files });
    process.stdout.write(`${previewLines(preview).join("\n")}\n`);
    const take = chosen(preview, wanted);
    if (take.length === 0) {
      process.stdout.write("Nothing to take.\n");
      return preview.problems.length === 0 ? 0 : 1;
    }
    if (!wanted.yes && !(await agreed(`Take ${take.length} into ${slug}?`))) {
      process.stdout.write("Nothing was changed.\n");
      return 1;
    }
    const { created, changed, retired, proposed } = await importControlFiles(context, { files, take });
    await noteFolder(context, { place: path.basename(wanted.folder), files, taken: take.map(({ code }) => code) });
    process.stdout.write(`${created} created, ${changed} changed in ${slug}${retired === 0 ? "" : `, of which ${retired} ${retired === 1 ? "holds" : "hold"} no more`}${proposed === 0 ? "" : `; of ${proposed} the new text or mappings wait for approval`}\n`);
    return preview.problems.length === 0 ? 0 : 1;
  });
}

function chosen({ create, differ }: FilesPreview, { only }: Wanted): { code: string; base: string | null }[] {
  return [...create.map(({ code }) => ({ code, base: null })), ...differ.map(({ code, base }) => ({ code, base }))].filter(({ code }) => only?.includes(code) ?? true);
}

async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write("Nobody is here to ask; say --yes to take what is shown.\n");
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/iu.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
