import type { CompiledCorrelation, CorrelationInput } from "../sigma/compile-correlation.ts";

/** Which rules match the event at hand, and which correlations' conditions hold with it. Forgotten with the next event. */
export class FiredRules {
  private event = 0;
  /** By rule number: the event at which it last fired. */
  private readonly at: Float64Array;
  private readonly opened: Uint8Array;
  private readonly hitKeys: (string | null)[];
  private readonly inputs: Uint8Array;

  constructor(correlations: readonly CompiledCorrelation[]) {
    const numbers = correlations.flatMap(({ number, inputs }) => [number, ...inputs.map(({ rule }) => rule)]);
    const size = numbers.reduce((most, number) => Math.max(most, number + 1), 0);
    this.at = new Float64Array(size);
    this.opened = new Uint8Array(size);
    this.hitKeys = Array.from({ length: size }, () => null);
    this.inputs = new Uint8Array(size);
    for (const { inputs } of correlations) for (const { rule } of inputs) this.inputs[rule] = 1;
  }

  /** Whether some correlation takes the rule. */
  isInput(rule: number): boolean {
    return this.inputs[rule] === 1;
  }

  next(): void {
    this.event += 1;
  }

  /** Notes that a rule matches the event; of rules that no correlation takes nothing is noted. */
  matched(rule: number): void {
    if (this.isInput(rule)) this.note(rule, true, null);
  }

  /** Notes that a correlation's condition holds; `opened`: its burst began with this event. */
  holds(rule: number, opened: boolean, hitKey: string | null): void {
    this.note(rule, opened || (this.at[rule] === this.event && this.opened[rule] === 1), hitKey);
  }

  hitKey(rule: number): string | null {
    return this.at[rule] === this.event ? this.hitKeys[rule]! : null;
  }

  /**
   * Whether an input counts as having occurred. For temporal correlations a chained correlation occurs with every event
   * at which its condition holds (a brute force still going on is "before" the sign-in that ends it); where occurrences
   * are counted, a burst counts once, when it begins.
   */
  occurs({ type }: CompiledCorrelation, { rule, isCorrelation }: CorrelationInput): boolean {
    if (this.at[rule] !== this.event) return false;
    return !isCorrelation || type === "temporal" || type === "temporal_ordered" || this.opened[rule] === 1;
  }

  private note(rule: number, opened: boolean, hitKey: string | null): void {
    this.at[rule] = this.event;
    this.opened[rule] = opened ? 1 : 0;
    this.hitKeys[rule] = hitKey;
  }
}
