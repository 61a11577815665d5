import type { PopulationRecord } from "./packet-content.ts";

/**
 * `reconciles`: the source announced as many as were received, a second count by another way agrees, and every row
 * received is in the file or excluded with a reason. `not_known`: nothing disagrees, but a count is missing.
 */
export type Reconciliation = { verdict: "reconciles" | "does_not_reconcile" | "not_known"; statement: string };

/** Holds the counts of a population against each other. A partial listing never comes out as complete. */
export function reconcilePopulation(record: PopulationRecord, rowsInFile: number): Reconciliation {
  const excluded = record.exclusions.reduce((sum, one) => sum + one.count, 0);
  const differences: string[] = [];
  if (record.announced !== null && record.announced !== record.received) differences.push(`the source announced ${record.announced}, ${record.received} were received`);
  if (record.secondCount && record.secondCount.count !== record.received) differences.push(`a second count gave ${record.secondCount.count}, ${record.received} were received`);
  if (rowsInFile + excluded !== record.received) differences.push(`${record.received} were received, ${rowsInFile} are in the file and ${excluded} are excluded`);
  if (differences.length > 0) return { verdict: "does_not_reconcile", statement: `Does not reconcile: ${differences.join("; ")}.` };
  const missing = [
    ...(record.announced === null ? ["the source announced no total"] : []),
    ...(record.secondCount === null ? ["there is no second count"] : []),
  ];
  if (missing.length > 0) return { verdict: "not_known", statement: `Completeness is not proven: ${missing.join(" and ")}; ${record.received} were received.` };
  const tail = excluded > 0 ? `, ${excluded} of them excluded with a reason` : "";
  return { verdict: "reconciles", statement: `${record.announced} announced = ${record.received} received = ${record.secondCount?.count ?? 0} counted again${tail}.` };
}
