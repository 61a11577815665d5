import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { createLineSplitter, parseLine, type Line } from "#lib/detection/index.ts";
import { openSegmentText, segmentsOfDays, type SegmentOfDays } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { checkText, type TextCheck } from "./check-text.ts";
import { RULE_LIMITS } from "./limits.ts";
import { findTexts } from "./rule-text.repository.ts";
import { tunedRule, type TunedRule } from "./tuned-rule.ts";
import { shippedRules } from "./shipped-rules.ts";
import { TriedRules, type Trial, type TriedHit } from "./tried-rules.ts";

/** What is read of the stored logs for one trial: a page answers within seconds, and the rest is a retro-hunt's. */
const TRY_LIMITS = { bytes: 64 * 1024 ** 2, lines: 300_000, milliseconds: 8_000, segments: 500 } as const;
const SLICE_BYTES = 64 * 1024;
const COMPARED_SHOWN = 10;

const tried = z.strictObject({
  text: z.string().max(RULE_LIMITS.textChars),
  /** The key of the rule that the text tunes; null for a text that holds rules. */
  tunes: z.string().min(1).max(256).nullable(),
  /** A saved version to compare with. */
  compareWith: idInput.nullable(),
});

/** What a trial of a text needs beside it: the rule that it tunes, and the saved version to compare with. */
export const prepareTrial = defineVerb({
  name: "rules.prepare_trial",
  permission: "rules.read",
  effect: "read",
  rate: "search",
  input: tried,
  prepare: () => shippedRules(),
  async run(args): Promise<{ tuned: TunedRule | null; other: string | null }> {
    const { input: { tunes, compareWith }, prepared, tx, context } = args;
    const [saved] = compareWith === null ? [] : await findTexts(tx, context.organizationId, [compareWith]);
    return { tuned: tunes === null ? null : await tunedRule(args, prepared, tunes), other: saved?.text ?? null };
  },
});

export type TextTrial = Trial & {
  segments: number;
  lines: number;
  unparsedLines: number;
  bytes: number;
  /** Days on which the lines read say that they happened, in the organization's time; what a volume per day is counted over. */
  days: number;
  milliseconds: number;
  /** Why not everything of these days was read; null when it was. */
  stopped: "bytes" | "lines" | "time" | "segments" | "unreadable" | null;
  /** Against the version compared with; null without one. */
  compared: { both: number; onlyHere: TriedHit[]; onlyThere: TriedHit[]; onlyHereCount: number; onlyThereCount: number } | null;
};

/**
 * Runs a text over stored logs of some days: what it finds and nearly finds, what it costs, and how it differs from what
 * it is to take the place of: a version that was saved, a rule that is shipped, the rule without a tuning. Bounded in bytes,
 * lines and time, and says where it stopped. Nothing is written.
 *
 * @throws AppError validation when the text does not compile, or the days are none
 */
export async function tryRuleText(context: Context, input: z.input<typeof tried> & { sourceId: string; firstDay: string; lastDay: string }): Promise<TextTrial> {
  const { sourceId, firstDay, lastDay, ...text } = input;
  const { tuned, other: saved } = await prepareTrial(context, text);
  const check = checkText(text.text, tuned);
  const refused = check.problems.find(({ severity }) => severity === "refused");
  if (refused !== undefined) throw new AppError("validation", "rule_text_refused", `It cannot run. Line ${refused.line}, column ${refused.column}: ${refused.message}`);
  const { segments, more, ...window } = await segmentsOfDays(context, { sourceId: sourceId === "" ? null : sourceId, firstDay, lastDay, most: TRY_LIMITS.segments });
  const other = saved ?? (tuned === null ? await shippedTextOf(check) : "");
  const rules = new TriedRules(check);
  const others = other === null ? null : new TriedRules(checkText(other, tuned));
  const run = new Run(window, others === null ? [rules] : [rules, others]);
  for (const segment of segments) {
    if (run.stopped !== null) break;
    await run.read(context.organizationId, segment);
  }
  const { lines, unparsedLines, bytes, days, stopped, milliseconds } = run;
  return { ...rules.trial(), segments: run.segments, lines, unparsedLines, bytes, days: days.size, milliseconds, stopped: stopped ?? (more ? "segments" : null), compared: others === null ? null : compare(rules, others) };
}

/** The shipped text whose rule this one is to take the place of; null when it takes none's. A tuning is held against its rule without one. */
async function shippedTextOf({ rules }: TextCheck): Promise<string | null> {
  const { texts } = await shippedRules();
  return texts.find(({ ruleKey }) => rules.some((rule) => rule.id === ruleKey))?.text ?? null;
}

function compare(here: TriedRules, there: TriedRules): NonNullable<TextTrial["compared"]> {
  const onlyHere = [...here.found].filter(([key]) => !there.found.has(key)).map(([, hit]) => hit);
  const onlyThere = [...there.found].filter(([key]) => !here.found.has(key)).map(([, hit]) => hit);
  return { both: here.found.size - onlyHere.length, onlyHere: onlyHere.slice(0, COMPARED_SHOWN), onlyThere: onlyThere.slice(0, COMPARED_SHOWN), onlyHereCount: onlyHere.length, onlyThereCount: onlyThere.length };
}

/** One pass over segments: every line is parsed once and shown to each text. Gives way to other work between slices. */
class Run {
  lines = 0;
  unparsedLines = 0;
  bytes = 0;
  segments = 0;
  readonly days = new Set<string>();
  stopped: TextTrial["stopped"] = null;
  private readonly startedAt = performance.now();
  private readonly window: { from: Date; until: Date; timeZone: string };
  private readonly texts: readonly TriedRules[];

  constructor(window: { from: Date; until: Date; timeZone: string }, texts: readonly TriedRules[]) {
    this.window = window;
    this.texts = texts;
  }

  get milliseconds(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  async read(organizationId: string, segment: SegmentOfDays): Promise<void> {
    this.segments += 1;
    const splitter = createLineSplitter();
    try {
      for await (const chunk of openSegmentText({ organizationId, ...segment }).chunks) {
        for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
          const slice = chunk.subarray(at, at + SLICE_BYTES);
          this.bytes += slice.length;
          for (const line of splitter.push(slice)) this.look(segment, line);
          if (this.isOver()) return;
          await nextTurn();
        }
      }
      for (const line of splitter.finish()) this.look(segment, line);
    } catch (error) {
      // A file that is gone or altered is a finding of its own; a trial says that it saw less.
      if (!isAppError(error, "internal")) throw error;
      this.stopped = "unreadable";
    }
  }

  private look(segment: SegmentOfDays, line: Line): void {
    this.lines += 1;
    const event = parseLine(line.text, { referenceTimeMs: segment.referenceTime.getTime(), zoneOffsetMinutes: segment.utcOffsetMinutes });
    if (!event.parsed) this.unparsedLines += 1;
    const at = event.time === null ? segment.receivedAt : new Date(event.time);
    if (event.time !== null && (at < this.window.from || at >= this.window.until)) return;
    const day = dayOf(at, this.window.timeZone);
    this.days.add(day);
    const place = { segment, line, receivedTime: segment.receivedAt.toISOString(), day };
    for (const text of this.texts) text.read(event, place);
  }

  private isOver(): boolean {
    if (this.bytes >= TRY_LIMITS.bytes) this.stopped = "bytes";
    else if (this.lines >= TRY_LIMITS.lines) this.stopped = "lines";
    else if (this.milliseconds >= TRY_LIMITS.milliseconds) this.stopped = "time";
    return this.stopped !== null;
  }
}
