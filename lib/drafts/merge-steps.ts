import { formatTestSteps, nextStepKey, readStepLines, type ControlTest, type TestStep } from "#lib/controls/index.ts";

const FIELDS = ["does", "population", "sample", "deviation"] as const;

/**
 * Brings together what two people changed in the steps of one test: each field of each step, steps added and removed, and their
 * order. A step that both added under one key goes on under the next one where it is mine. Null where both changed the same.
 */
export function mergeSteps(test: ControlTest, base: string, theirs: string, mine: string): string | null {
  const [was, others, added] = [readStepLines(base), readStepLines(theirs), readStepLines(mine)];
  const own = renumbered(test, was, others, added);
  const merged = mergedSteps(byKey(was), byKey(others), byKey(own));
  const order = merged === null ? null : mergedOrder(keysOf(was), keysOf(others), keysOf(own));
  return merged === null || order === null ? null : formatTestSteps(order.flatMap((key) => merged.get(key) ?? []));
}

const keysOf = (steps: readonly TestStep[]): string[] => steps.map(({ key }) => key);
const byKey = (steps: readonly TestStep[]): Map<string, TestStep> => new Map(steps.map((one) => [one.key, one]));
const isSame = (one: TestStep, other: TestStep): boolean => FIELDS.every((field) => one[field] === other[field]);

/** My new steps under keys that nobody else gave meanwhile. */
function renumbered(test: ControlTest, base: readonly TestStep[], theirs: readonly TestStep[], mine: readonly TestStep[]): TestStep[] {
  const taken = new Set([...keysOf(base), ...keysOf(theirs), ...keysOf(mine)]);
  const others = byKey(theirs);
  const before = byKey(base);
  return mine.map((step) => {
    const other = others.get(step.key);
    if (before.has(step.key) || other === undefined || isSame(step, other)) return step;
    const key = nextStepKey(test, [...taken]);
    taken.add(key);
    return { ...step, key };
  });
}

function mergedSteps(base: ReadonlyMap<string, TestStep>, theirs: ReadonlyMap<string, TestStep>, mine: ReadonlyMap<string, TestStep>): Map<string, TestStep> | null {
  const merged = new Map<string, TestStep>();
  for (const key of new Set([...base.keys(), ...theirs.keys(), ...mine.keys()])) {
    const [was, other, own] = [base.get(key), theirs.get(key), mine.get(key)];
    if (was !== undefined && (other === undefined || own === undefined)) {
      // Who removed a step that another one rewords meanwhile has to see it.
      const left = other ?? own;
      if (left !== undefined && !isSame(left, was)) return null;
      continue;
    }
    const step = was === undefined || other === undefined || own === undefined ? (other ?? own) : mergedStep(was, other, own);
    if (step === null) return null;
    if (step !== undefined) merged.set(key, step);
  }
  return merged;
}

function mergedStep(was: TestStep, other: TestStep, own: TestStep): TestStep | null {
  const step = { ...own };
  for (const field of FIELDS) {
    if (other[field] === was[field] || other[field] === own[field]) continue;
    if (own[field] !== was[field]) return null;
    Object.assign(step, { [field]: other[field] });
  }
  return step;
}

/** The order of whoever changed it, with what the other added after the step that it followed; null where both changed it otherwise. */
function mergedOrder(base: readonly string[], theirs: readonly string[], mine: readonly string[]): string[] | null {
  const within = (keys: readonly string[], others: readonly (readonly string[])[]): string => keys.filter((key) => others.every((each) => each.includes(key))).join(" ");
  const moved = (keys: readonly string[]): boolean => within(base, [keys]) !== within(keys, [base]);
  if (moved(theirs) && moved(mine) && within(theirs, [mine]) !== within(mine, [theirs])) return null;
  const [first, second] = moved(theirs) ? [theirs, mine] : [mine, theirs];
  const order = [...first];
  second.forEach((key, at) => {
    if (order.includes(key)) return;
    const before = second.slice(0, at).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  });
  return order;
}
