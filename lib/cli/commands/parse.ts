import { once } from "node:events";
import { parseArgs } from "node:util";
import { AuditJoiner, createLineSplitter, type Line, type LogEvent, matrixRowsOf, parseLine, toOcsf } from "#lib/detection/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { CommandContext } from "../command.ts";
import { inputFiles, openInput } from "../detect/inputs.ts";
import { unfold } from "../detect/unfold.ts";

const USAGE = "Usage: tickmark parse --input FILE... [--ocsf] [--unparsed]\n";

/** `tickmark parse`: what the parsers make of log files, records of auditd joined. Answers 1 when a line could not be read. */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { input: { type: "string", multiple: true }, ocsf: { type: "boolean" }, unparsed: { type: "boolean" } } });
  const names = [...(values.input ?? []), ...positionals];
  if (names.length === 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const counts = new Map<string, number>();
  const show = (event: LogEvent): object | null => (values.unparsed === true ? (event.parsed ? null : { line: event.line, reason: event.reason }) : values.ocsf === true ? toOcsf(event) : { ...event, matrixRows: matrixRowsOf(event) });
  for (const file of await inputFiles(names, caller.callerDirectory)) await parseFile(file, counts, show);
  for (const [format, count] of [...counts].sort(([, a], [, b]) => b - a)) process.stderr.write(`${String(count).padStart(10)}  ${format}\n`);
  return (counts.get("unknown") ?? 0) > 0 ? 1 : 0;
}

async function parseFile(file: string, counts: Map<string, number>, show: (event: LogEvent) => object | null): Promise<void> {
  const splitter = createLineSplitter();
  const joiner = new AuditJoiner();
  const reference = { referenceTimeMs: systemClock.now().getTime(), zoneOffsetMinutes: 0 };
  const write = async (events: readonly LogEvent[]): Promise<void> => {
    const text = events.flatMap((event) => show(event) ?? []).map((shown) => `${JSON.stringify(shown, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))}\n`).join("");
    if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
  };
  const read = (lines: readonly Line[]): LogEvent[] =>
    lines.flatMap(({ text }) => {
      if (text.trim() === "") return [];
      const event = parseLine(text, reference);
      counts.set(event.format, (counts.get(event.format) ?? 0) + 1);
      return joiner.push(event);
    });
  const { chunks } = await unfold(openInput(file));
  for await (const chunk of chunks) await write(read(splitter.push(chunk)));
  await write([...read(splitter.finish()), ...joiner.flush()]);
}
