import { z } from "zod";
import { defineVerb, instantsInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import type { DayRange } from "#lib/evidence/index.ts";
import { findFramework, mappingsInForce, type FrameworkRow } from "#lib/frameworks/index.ts";
import { askedInstants } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import { freshnessFrame, measureControls, togetherOf, type FreshnessFrame, type MeasuredFreshness } from "./measure-frameworks.ts";

/** Stretches without proof named for one control, the longest first; its page names all. */
const NAMED = 3;

export type ControlFreshness = MeasuredFreshness & {
  controlId: string;
  code: string;
  title: string;
  longest: (DayRange & { request: string })[];
  /** How many stretches there are beyond those. */
  more: number;
};

export type FrameworkFreshness = FreshnessFrame & {
  framework: FrameworkRow;
  at: Date;
  together: MeasuredFreshness;
  /** The furthest from the objective first. */
  controls: ControlFreshness[];
};

/**
 * How fresh the evidence of a framework's controls has been over the period: the share of days that a source proved, and
 * which it did not, as known at an instant. Controls that are mapped into it at that instant count, each request by itself.
 *
 * @throws AppError not_found; validation for an instant in the future
 */
export const readFrameworkFreshness = defineVerb({
  name: "freshness.read_framework",
  permission: "mappings.read",
  effect: "read",
  input: z.strictObject({ key: z.string().min(1).max(64), ...instantsInput }),
  async run({ tx, scope, input, now }): Promise<FrameworkFreshness> {
    const framework = await findFramework(tx, input.key);
    if (framework === null) throw notFound("framework");
    const asOf = askedInstants(input, scope, now);
    const { effectiveAt: at } = asOf;
    const frame = await freshnessFrame(tx, scope, asOf);
    const mappings = await mappingsInForce(tx, scope, asOf, { frameworkKey: input.key });
    const controls = await requireControls(tx, scope, [...new Set(mappings.map((one) => one.controlId))]);
    const measured = await measureControls(tx, scope, controls.map(({ id }) => id), frame, asOf);
    const rows = controls.map(({ id, code, title }): ControlFreshness => {
      const requests = measured.get(id) ?? [];
      const stretches = requests.flatMap((one) => one.days.unproven.map((range) => ({ ...range, request: one.title }))).sort((a, b) => b.days - a.days);
      return { controlId: id, code, title, ...togetherOf(requests, frame), longest: stretches.slice(0, NAMED), more: Math.max(0, stretches.length - NAMED) };
    });
    return {
      ...frame, framework, at,
      together: togetherOf([...measured.values()].flat(), frame),
      controls: rows.sort((a, b) => (a.standing.share ?? -1) - (b.standing.share ?? -1) || (a.code < b.code ? -1 : 1)),
    };
  },
});
