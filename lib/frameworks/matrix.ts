import { countByStatus, isProven, type StatusCount } from "#lib/evidence/client.ts";
import { worstStatus, type Status } from "#lib/status/index.ts";
import type { ControlStanding } from "./control-standing.repository.ts";
import type { RequirementCounts } from "./framework-standing.ts";
import type { MatrixItem } from "./matrix.repository.ts";
import { gapText, requirementStanding, type RequirementGap } from "./requirement-status.ts";

/** More columns than this are narrower than a finger; beyond it controls stand together by domain. */
export const MOST_CONTROL_COLUMNS = 24;

/** A column: one control, or all controls of a domain (SYS of SYS.2.07). */
export type MatrixColumn = {
  /** A control's code, or a domain's letters. */
  key: string;
  /** The control's title; undefined for a domain. */
  title?: string;
  controls: number;
  /** Requirements of the whole edition that it satisfies, and those that it only contributes to. */
  satisfies: number;
  contributes: number;
};

/** Where a requirement and a column meet. */
export type MatrixCell = {
  column: string;
  satisfies: number;
  contributes: number;
  /** The gravest of the controls that satisfy; where none does, of those that contribute. */
  status: Status;
};

export type MatrixRow = Omit<MatrixItem, "mapped"> & {
  status: Status;
  gap: RequirementGap | null;
  /** What is missing, in a few words; empty when it is proven. */
  missing: string;
  satisfies: number;
  contributes: number;
  /** Whether the controls that satisfy it tell nothing: neither good nor bad is known. */
  unknown: boolean;
  /** Codes and statuses of the controls that are looked at. */
  controls: { code: string; satisfies: boolean; status: Status; proven: number; total: number }[];
  /** Those that are not empty, in the order of the columns. */
  cells: MatrixCell[];
};

export const domainOf = (code: string): string => code.split(".")[0] ?? code;

/** Which controls a column stands for: `domains`, `controls`, or the controls of one domain by its letters. */
export function columnOf(columns: string): (code: string) => string | undefined {
  if (columns === "domains") return domainOf;
  return (code) => (columns === "controls" || domainOf(code) === columns ? code : undefined);
}

/** One requirement judged by all its controls; its cells show those that are looked at. */
export function matrixRow(item: MatrixItem, controls: readonly ControlStanding[], looked: (control: ControlStanding) => boolean, columnFor: (code: string) => string | undefined): MatrixRow {
  const { mapped, ...facts } = item;
  const all = mapped.flatMap(({ place, satisfies }) => {
    const control = controls[place];
    if (control === undefined) return [];
    const { status, proven, total } = control.standing;
    return [{ control, code: control.code, status, proven, total, satisfies, strength: satisfies ? ("satisfies" as const) : ("contributes" as const) }];
  });
  const shown = all.filter((one) => looked(one.control));
  const inColumns = Map.groupBy(shown, (one) => columnFor(one.code));
  const cells = [...inColumns].flatMap(([column, ofCell]): MatrixCell[] => {
    if (column === undefined) return [];
    const satisfying = ofCell.filter((one) => one.satisfies);
    return [{ column, satisfies: satisfying.length, contributes: ofCell.length - satisfying.length, status: worstStatus((satisfying.length > 0 ? satisfying : ofCell).map((one) => one.status)) }];
  });
  const satisfies = all.filter((one) => one.satisfies).length;
  return {
    ...facts, ...requirementStanding(all), missing: gapText(all), satisfies, contributes: all.length - satisfies,
    unknown: all.every((one) => !one.satisfies || one.status === "never_collected" || one.status === "not_yet_known"),
    controls: shown.map(({ code, satisfies: alone, status, proven, total }) => ({ code, satisfies: alone, status, proven, total })),
    cells,
  };
}

/** The columns of the controls that are looked at, in the order of codes, with what each does in the whole edition. */
export function matrixColumns(controls: readonly ControlStanding[], rows: readonly MatrixRow[], columnFor: (code: string) => string | undefined, domains: boolean): MatrixColumn[] {
  const cells = Map.groupBy(rows.flatMap((row) => row.cells), (cell) => cell.column);
  return [...Map.groupBy(controls, (one) => columnFor(one.code))].flatMap(([key, ofColumn]): MatrixColumn[] => {
    if (key === undefined) return [];
    const inside = cells.get(key) ?? [];
    const title = domains ? {} : { title: ofColumn[0]?.title ?? "" };
    return [{ key, ...title, controls: ofColumn.length, satisfies: inside.filter((cell) => cell.satisfies > 0).length, contributes: inside.filter((cell) => cell.satisfies === 0).length }];
  });
}

/** How rows stand, counted as everywhere: the five parts add up to the total. */
export function countRows(rows: readonly MatrixRow[]): RequirementCounts {
  const satisfied = rows.filter((row) => row.gap === null);
  const proven = satisfied.filter((row) => isProven(row.status)).length;
  const notYetKnown = satisfied.filter((row) => row.unknown).length;
  const gaps = (gap: RequirementGap): number => rows.filter((row) => row.gap === gap).length;
  return { total: rows.length, proven, unproven: satisfied.length - proven - notYetKnown, notYetKnown, onlyContributed: gaps("only_contributed"), unmapped: gaps("unmapped") };
}

/** Statuses of the rows that a control satisfies; gaps are counted apart. */
export function satisfiedStatuses(rows: readonly MatrixRow[]): StatusCount[] {
  return countByStatus(rows.filter((row) => row.gap === null).map((row) => row.status));
}
