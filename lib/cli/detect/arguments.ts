import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export const USAGE = "detect --rules DIR --input FILE... [--format auto|json|text|csv|logfmt|evtx|auditd] [--jobs N] [--output table|ndjson|sarif] [--explain] [--reference] [--pipeline NAME|FILE] [--fail-on-match]";

const FORMATS = ["auto", "json", "text", "csv", "logfmt", "evtx", "auditd"] as const;
const OUTPUTS = ["table", "ndjson", "sarif"] as const;
const MAX_JOBS = 64;

export type DetectArguments = {
  rules: string[];
  /** Files, patterns of files, or `-` for standard input. */
  inputs: string[];
  format: (typeof FORMATS)[number];
  output: (typeof OUTPUTS)[number];
  jobs: number;
  /** Shipped pipelines by name, and files of pipelines. */
  pipelines: string[];
  explain: boolean;
  /** Ask every rule of every event, as the matcher is held against. */
  reference: boolean;
  failOnMatch: boolean;
};

/**
 * Reads the command's arguments.
 *
 * @returns the sentence about what is wrong with them instead, when something is
 * @throws what parseArgs says about an unknown flag
 */
export function readDetectArguments(args: string[]): DetectArguments | string {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rules: { type: "string", multiple: true, default: [] },
      input: { type: "string", multiple: true, default: [] },
      format: { type: "string", default: "auto" },
      output: { type: "string", default: "table" },
      jobs: { type: "string", default: "1" },
      explain: { type: "boolean", default: false },
      pipeline: { type: "string", multiple: true, default: [] },
      reference: { type: "boolean", default: false },
      "fail-on-match": { type: "boolean", default: false },
    },
  });
  // A shell unfolds patterns itself: what follows the first file of --input are files, too.
  const inputs = [...values.input, ...positionals];
  if (values.rules.length === 0) return "Say with --rules where the rules are: a folder, or a file.";
  if (inputs.length === 0) return "Say with --input what to read: files, or - for standard input.";
  const format = FORMATS.find((name) => name === values.format);
  const output = OUTPUTS.find((name) => name === values.output);
  if (format === undefined) return `--format must be one of ${FORMATS.join(", ")}, not "${values.format}".`;
  if (output === undefined) return `--output must be one of ${OUTPUTS.join(", ")}, not "${values.output}".`;
  const jobs = values.jobs === "auto" ? availableParallelism() : Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MAX_JOBS) return `--jobs must be a number from 1 to ${MAX_JOBS}, or auto.`;
  return { rules: values.rules, inputs, format, output, jobs, pipelines: values.pipeline, explain: values.explain, reference: values.reference, failOnMatch: values["fail-on-match"] };
}
