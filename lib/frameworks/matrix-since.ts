import type { ControlStanding } from "./control-standing.repository.ts";
import type { MatrixItem } from "./matrix.repository.ts";
import { requirementStanding } from "./requirement-status.ts";

/** What a matrix is made of at an instant: the items, and the controls that they name by place. */
export type MatrixFacts = { standings: readonly ControlStanding[]; items: readonly MatrixItem[] };

/** How many requirements of an edition differ between a past day and now, by what differs. */
export type MatrixSince = { came: number; went: number; status: number; mappings: number };

/** Compares an edition at two instants, whatever rows and columns are shown. Pure. */
export function matrixSince(then: MatrixFacts, now: MatrixFacts): MatrixSince {
  const [before, after] = [told(then), told(now)];
  const both = [...after].flatMap(([code, one]) => { const old = before.get(code); return old === undefined ? [] : [{ old, one }]; });
  return {
    came: after.size - both.length, went: before.size - both.length,
    status: both.filter(({ old, one }) => old.standing !== one.standing).length,
    mappings: both.filter(({ old, one }) => old.mapped !== one.mapped).length,
  };
}

function told({ standings, items }: MatrixFacts): Map<string, { standing: string; mapped: string }> {
  return new Map(items.map(({ code, mapped }) => {
    const controls = mapped.flatMap(({ place, satisfies }) => {
      const control = standings[place];
      return control === undefined ? [] : [{ code: control.code, strength: satisfies ? ("satisfies" as const) : ("contributes" as const), status: control.standing.status }];
    });
    const { status, gap } = requirementStanding(controls);
    return [code, { standing: gap ?? status, mapped: controls.map((one) => `${one.code} ${one.strength}`).sort().join() }];
  }));
}
