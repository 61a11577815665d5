import { defineVerb } from "#lib/access/index.ts";
import { evidenceInput } from "./evidence-input.ts";
import { recordEvidence, type RecordedEvidence } from "./record-evidence.ts";

/**
 * Submits an evidence: a file that was uploaded, a link, a note, or a reference to a record of this organization. It answers
 * one or more evidence requests that admit its kind, and waits for review unless a rule may accept it.
 *
 * @throws AppError not_found (a record, file or request that is not there for this person), validation, precondition_failed
 */
export const submitEvidence = defineVerb({
  name: "evidence.submit",
  permission: "evidence.submit",
  effect: "write",
  input: evidenceInput,
  run: (args): Promise<RecordedEvidence> => recordEvidence(args, args.input),
});
