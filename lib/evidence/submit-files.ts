import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { evidenceInput, fileInput, TITLE_MAX } from "./evidence-input.ts";
import { MAX_FILES_AT_ONCE } from "./limits.ts";
import { recordEvidence, type RecordedEvidence } from "./record-evidence.ts";

/**
 * Submits files that were sent, each as an evidence of its own with the same remark, time and requests: all of them or none.
 * Several go by the title and their own names; so does one that was given no title.
 *
 * @throws AppError what `evidence.submit` refuses
 */
export const submitFiles = defineVerb({
  name: "evidence.submit_files",
  permission: "evidence.submit",
  effect: "write",
  input: evidenceInput.omit({ source: true, title: true }).extend({
    files: z.array(fileInput).min(1, "Choose a file.").max(MAX_FILES_AT_ONCE, `At most ${MAX_FILES_AT_ONCE} files at once. Pack more into a ZIP and keep it as one file.`),
    title: lineInput(TITLE_MAX).optional(),
  }),
  async run(args): Promise<RecordedEvidence[]> {
    const { files, title, ...common } = args.input;
    const recorded: RecordedEvidence[] = [];
    for (const file of files) {
      const own = file.originalPath ?? file.fileName;
      const named = files.length === 1 ? title ?? own : title === undefined ? own : `${title}: ${own}`;
      recorded.push(await recordEvidence(args, { ...common, title: shortened(named), source: { kind: "upload", ...file } }));
    }
    return recorded;
  },
});

/** The end of a path says more than its beginning. */
const shortened = (title: string): string => (title.length <= TITLE_MAX ? title : `…${title.slice(1 - TITLE_MAX)}`.toWellFormed());
