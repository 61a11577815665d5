import { randomUUID } from "node:crypto";
import path from "node:path";
import { receiveSegment, recordSegment, type RecordedSegment } from "#lib/logs/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { CommandContext } from "../command.ts";
import { readImportArguments, storedFileName, USAGE, type ImportArguments } from "../logs-import/arguments.ts";
import { chooseOrganization } from "../choose-organization.ts";
import { followScan } from "../logs-import/follow-scan.ts";
import { openLogFile } from "../logs-import/open-log-file.ts";
import { resultLines } from "../logs-import/print-result.ts";
import { requireDatabase } from "../require-database.ts";

/**
 * `tickmark logs import FILE --source NAME ...`: gives a log file to an organization as one segment, and waits until it
 * has been read: by the worker of a running Tickmark, else here. Exit code 0 also when the file was known already.
 */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const wanted = readImportArguments(args);
  if (typeof wanted === "string") {
    process.stderr.write(`${wanted}\nUsage: tickmark ${USAGE}\n`);
    return 2;
  }
  const file = path.resolve(caller.callerDirectory, wanted.file);
  const log = await openLogFile(file);
  try {
    await requireDatabase();
    const { database } = openRuntime();
    try {
      const { organizationId, slug } = await chooseOrganization(database, wanted.organization);
      const context: Context = { organizationId, actor: { kind: "system", name: "cli" }, requestId: randomUUID(), clock: systemClock };
      process.stdout.write(`Storing ${path.basename(file)} for ${slug} …\n`);
      const received = await receiveSegment(context, { body: log.body, byteLength: log.byteLength });
      const { utcOffsetMinutes, referenceTime, source } = wanted;
      const recorded = await recordSegment(context, { sourceName: source, fileName: storedFileName(path.basename(file)), ...received, ...(utcOffsetMinutes === undefined ? {} : { utcOffsetMinutes }), ...(referenceTime === undefined ? {} : { referenceTime }) });
      return await report(context, wanted, recorded, received.sha256);
    } finally {
      await database.$disconnect();
    }
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await log.close();
  }
}

async function report(context: Context, wanted: ImportArguments, recorded: RecordedSegment, sha256: string): Promise<number> {
  if (recorded.alreadyKnown) {
    process.stdout.write(`This file is known: the source "${recorded.sourceName}" was given the same bytes on ${recorded.receivedAt.toISOString()}. Nothing was added.\n`);
  }
  process.stdout.write(`Segment ${recorded.segmentId}, source "${recorded.sourceName}", SHA-256 ${sha256}\n`);
  if (!wanted.wait) return 0;
  const line = progressLine();
  const segment = await followScan(context, recorded.segmentId, line.show);
  line.end();
  for (const text of await resultLines(context, segment)) process.stdout.write(`${text}\n`);
  if (segment.status === "finished") return 0;
  process.stderr.write(`Reading it failed: ${segment.error ?? "the reason is in the log"}\n`);
  return 1;
}

const WORDS = { worker: "read by the worker", here: "read here", waiting: "waiting for a worker" } as const;

/** One line that is written over on a terminal; elsewhere a line for every tenth. */
function progressLine(): { show(share: number, where: keyof typeof WORDS): void; end(): void } {
  const { isTTY } = process.stderr;
  let last = "";
  return {
    show(share, where) {
      const percent = Math.floor(share * 100);
      const text = isTTY ? `Reading: ${percent} %, ${WORDS[where]}` : `Reading: ${Math.floor(percent / 10) * 10} %, ${WORDS[where]}`;
      if (text === last) return;
      last = text;
      process.stderr.write(isTTY ? `\r${text.padEnd(60)}` : `${text}\n`);
    },
    end() {
      if (isTTY && last !== "") process.stderr.write(`\r${"".padEnd(60)}\r`);
    },
  };
}
