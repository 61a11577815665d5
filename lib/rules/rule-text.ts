import type { Severity } from "#prisma/generated/enums.ts";
import type { TextKind, TextStage, TextStep } from "./words.ts";

export type RecordedTextStep = { step: TextStep; alone: boolean; reason: string; recordedBy: string; recordedAt: Date };

/** One version of a text of an organization, and what became of it. */
export type RuleTextVersion = {
  id: string;
  kind: TextKind;
  /** Of rules: the file that its versions share. Of a tuning: the key of the rule. */
  subject: string;
  version: number;
  title: string;
  text: string;
  sha256: string;
  severity: Severity | null;
  author: string | null;
  license: string | null;
  ruleKeys: readonly string[];
  controlCodes: readonly string[];
  packId: string | null;
  reason: string;
  savedBy: string;
  savedAt: Date;
  steps: readonly RecordedTextStep[];
};

const has = ({ steps }: Pick<RuleTextVersion, "steps">, step: TextStep): boolean => steps.some((one) => one.step === step);

/** Where a version stands among all versions of its subject. */
export function stageOf(version: Pick<RuleTextVersion, "version" | "steps">, versions: readonly Pick<RuleTextVersion, "version" | "steps">[]): TextStage {
  if (has(version, "ended")) return "ended";
  if (has(version, "approved")) return versions.some((other) => other.version > version.version && has(other, "approved")) ? "replaced" : "in_force";
  if (has(version, "withdrawn")) return "withdrawn";
  if (has(version, "returned")) return "returned";
  return has(version, "proposed") ? "proposed" : "draft";
}

/** The version in force of each subject: the newest approved one, unless that was ended. */
export function inForce<Version extends Pick<RuleTextVersion, "kind" | "subject" | "version" | "steps">>(versions: readonly Version[]): Version[] {
  return [...Map.groupBy(versions, ({ kind, subject }) => `${kind} ${subject}`).values()].flatMap((group) => group.filter((one) => stageOf(one, group) === "in_force"));
}
