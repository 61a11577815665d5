import { once } from "node:events";
import { parseArgs } from "node:util";
import { BaselineBook, createLineSplitter, type DayJudgement, parseLine } from "#lib/detection/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { CommandContext } from "../command.ts";
import { inputFiles, openInput } from "../detect/inputs.ts";
import { unfold } from "../detect/unfold.ts";

const USAGE = "Usage: tickmark baselines --input FILE... [--all]\n";
/** Later than any day of a log. */
const END = "9999-12-31";

/** `tickmark baselines`: days on which an actor exported or did far more than on the days before, one JSON object a line. Answers 1 when there is one. */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { input: { type: "string", multiple: true }, all: { type: "boolean" } } });
  const names = [...(values.input ?? []), ...positionals];
  if (names.length === 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const book = new BaselineBook();
  const counts = { unknown: 0, usual: 0, unusual: 0 };
  const tell = async (judged: readonly DayJudgement[]): Promise<void> => {
    for (const each of judged) {
      counts[each.judgement.verdict] += 1;
      if (values.all !== true && each.judgement.verdict !== "unusual") continue;
      if (!process.stdout.write(`${JSON.stringify(each)}\n`)) await once(process.stdout, "drain");
    }
  };
  const reference = { referenceTimeMs: systemClock.now().getTime(), zoneOffsetMinutes: 0 };
  for (const file of await inputFiles(names, caller.callerDirectory)) {
    const splitter = createLineSplitter();
    const { chunks } = await unfold(openInput(file));
    for await (const chunk of chunks) for (const { text } of splitter.push(chunk)) await tell(book.observe(parseLine(text, reference)));
    for (const { text } of splitter.finish()) await tell(book.observe(parseLine(text, reference)));
  }
  await tell(book.finishBefore(END));
  const { late, evicted } = book.report;
  process.stderr.write(`${counts.unusual} unusual days, ${counts.usual} usual, ${counts.unknown} without enough history; ${late} events came too late, ${evicted} actors were given up\n`);
  return counts.unusual > 0 ? 1 : 0;
}
