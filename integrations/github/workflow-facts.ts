import { parse } from "yaml";
import { z } from "zod";

/**
 * What a workflow file says of the code that it runs from elsewhere, and of what its token may do. `actions` are the words
 * behind `uses`, of steps and of whole jobs; `jobs_without` are jobs for which neither they nor the file state permissions.
 */
export type WorkflowFacts = { actions: string[]; permissions: { job: string | null; grants: z.output<typeof grants> }[]; jobs_without: string[] };

/** A word (`read-all`, `write-all`) or levels by scope. */
const grants = z.union([z.string(), z.record(z.string(), z.string())]);
const job = z.object({ uses: z.string().optional(), permissions: grants.nullish(), steps: z.array(z.object({ uses: z.string().optional() })).nullish() });
const file = z.object({ permissions: grants.nullish(), jobs: z.record(z.string(), job) });

/** Characters and things of a file beyond which it is not read: workflows have some hundreds of lines. */
const MOST_TEXT = 256 * 1024;
const MOST_THINGS = 1_000;

/** @returns null for a text that cannot be read as a workflow: what it says is then not known */
export function workflowFacts(text: string): WorkflowFacts | null {
  if (text.length > MOST_TEXT) return null;
  const read = file.safeParse(parsed(text));
  if (!read.success) return null;
  const jobs = Object.entries(read.data.jobs);
  const actions = [...new Set(jobs.flatMap(([, { uses, steps }]) => [uses, ...(steps ?? []).map((step) => step.uses)]).filter((word) => word !== undefined))].sort();
  if (jobs.length > MOST_THINGS || actions.length > MOST_THINGS) return null;
  // `permissions:` with nothing behind it grants nothing, and is stated.
  const stated = [{ job: null, of: read.data }, ...jobs.map(([name, of]) => ({ job: name, of }))].filter(({ of }) => of.permissions !== undefined);
  return {
    actions, permissions: stated.map(({ job: name, of }) => ({ job: name, grants: of.permissions ?? {} })),
    jobs_without: read.data.permissions === undefined ? jobs.filter(([, { permissions }]) => permissions === undefined).map(([name]) => name) : [],
  };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 50, logLevel: "silent" });
  } catch (error) {
    // A text that is no YAML is told as unknown by the caller; anything else is a fault of ours.
    if (error instanceof Error && ["YAMLParseError", "ReferenceError"].includes(error.name)) return null;
    throw error;
  }
}
