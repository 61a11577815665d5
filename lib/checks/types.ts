import type { Gap, Json, Row, RowKind, RowOf } from "#lib/connector/index.ts";

/** What a check made of one thing. `error`: it could not be judged, which is neither good nor bad. */
export type Outcome = { state: "pass" | "fail" | "error" | "not_applicable"; reason: string };

export type Parameters = Readonly<Record<string, number>>;

/** What a check may know besides the thing itself. */
export type Known = {
  parameters: Parameters;
  now: Date;
  /** All that was collected of a kind, such as what covers an instance. */
  rows<Kind extends RowKind>(kind: Kind): readonly RowOf<Kind>[];
  pass(reason: string): Outcome;
  fail(reason: string): Outcome;
  error(reason: string): Outcome;
  notApplicable(reason: string): Outcome;
};

/** Judges one thing. Pure: a function of what was collected, the parameters and the clock. */
export type Judge<Kind extends RowKind = RowKind> = (subject: RowOf<Kind>, known: Known) => Outcome;

export type CheckParameter = { explains: string; unit: string; initial: number; least: number; most: number };

export type CheckMetadata = {
  /** The name of its folder. */
  id: string;
  title: string;
  explains: string;
  remediation: string;
  severity: "low" | "medium" | "high" | "critical";
  /** What it judges: each row of the kind, and of the type where one is named. */
  subject: { kind: RowKind; type?: string | undefined };
  /** Kinds of rows that it looks at besides: the others are not given to it. */
  reads: readonly RowKind[];
  /** Collectors besides that of its subject that must have ended a run: where nothing of theirs came, nothing is missing either. */
  collectors: readonly string[];
  /** Operations without which it cannot be judged: a gap in one of them is an error. */
  needs: readonly string[];
  /** By operation, the check that judges whether its service is off: this one then says so, and judges nothing of it. */
  off_judged_by: Readonly<Record<string, string>>;
  /** What it means that the service is off. */
  when_disabled: "fail" | "error";
  parameters: Readonly<Record<string, CheckParameter>>;
  /** By the id of an edition, the ids of its items. */
  requirements: Readonly<Record<string, readonly string[]>>;
};

export type Check = { metadata: CheckMetadata; judge: Judge };

export type CheckResult = Outcome & {
  /** External id of the thing; of a gap, what was asked. */
  resource: string;
  name: string;
  scope: string | null;
};

export type Collected = { rows: readonly Row[]; gaps: readonly Gap[]; now: Date };

export type Attributes = Readonly<Record<string, Json>>;
