import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { ContentProblem } from "#lib/content/index.ts";
import type { FieldChange } from "./field-changes.ts";
import { filesInput, planFiles } from "./plan-files.ts";

export type FilesPreview = {
  create: { code: string; title: string }[];
  differ: { code: string; title: string; changes: FieldChange[]; /** What they were compared with; an import of them names it. */ base: string }[];
  same: number;
  onlyHere: string[];
  problems: ContentProblem[];
};

/** What the files of a folder say otherwise than the organization has it, field by field. Nothing is written. */
export const previewControlFiles = defineVerb({
  name: "control_files.preview",
  permission: "controls.manage",
  effect: "read",
  rate: "upload",
  input: z.strictObject({ files: filesInput }),
  async run(args): Promise<FilesPreview> {
    const { create, differ, same, onlyHere, problems } = await planFiles(args, args.input.files);
    return {
      create: create.map(({ code, title }) => ({ code, title })),
      differ: differ.map(({ control: { code, title }, changes, base }) => ({ code, title, changes, base })),
      same: same.length,
      onlyHere,
      problems,
    };
  },
});
