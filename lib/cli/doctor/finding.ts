import { SetupProblem } from "#lib/platform/setup-problem.ts";

/** What the doctor looked at, in one line. `advice`: what to do about what is wrong. */
export type Finding = { area: string; ok: true; says: string } | { area: string; ok: false; says: string; advice: string };

const AREA_WIDTH = 16;

export function right(area: string, says: string): Finding {
  return { area, ok: true, says };
}

export function wrong(area: string, says: string, advice: string): Finding {
  return { area, ok: false, says, advice };
}

/** The lines that the terminal shows of a finding. */
export function shownFinding(finding: Finding): string[] {
  const line = `${finding.ok ? "ok   " : "WRONG"}  ${finding.area.padEnd(AREA_WIDTH)}${finding.says}`;
  return finding.ok ? [line] : [line, `${"".padEnd(7 + AREA_WIDTH)}→ ${finding.advice}`];
}

/** Runs a look; a problem that keeps it from looking is its finding. */
export async function look(area: string, work: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    return [wrong(area, "could not be looked at", error.sentences.join(" "))];
  }
}
