import type { LogEvent } from "../fields.ts";
import { syscallName } from "./audit-types.ts";
import type { EventDraft } from "./event-draft.ts";

/** Events that are open at once: their records come interleaved, but within moments. Beyond it, the oldest is taken as complete. */
const OPEN_EVENTS = 256;
/** Records of one event: a process with very many arguments splits them; more than this is an attack. */
const RECORDS_PER_EVENT = 1_024;

type Own = { readonly [key: string]: unknown };

/**
 * Joins the records that auditd writes of one event (SYSCALL, EXECVE, CWD, PATH, ..., EOE) by the number that they share
 * and the host that they name. Everything else passes through. Records beyond the bounds begin an event of their own.
 */
export class AuditJoiner {
  private readonly open = new Map<string, LogEvent[]>();

  /** Takes the next event of a log and returns those that are complete now, in the order of their last record. */
  push(event: LogEvent): LogEvent[] {
    if (event.auditEventId === undefined) return [event];
    const key = `${event.host ?? ""} ${event.auditEventId}`;
    const records = this.open.get(key) ?? [];
    const complete: LogEvent[] = [];
    if (event.recordType !== "EOE") records.push(event);
    if (event.recordType === "EOE" || records.length >= RECORDS_PER_EVENT) {
      this.open.delete(key);
      if (records.length > 0) complete.push(joinAuditRecords(records));
      return complete;
    }
    this.open.set(key, records);
    if (this.open.size > OPEN_EVENTS) {
      const [oldest, first] = this.open.entries().next().value!;
      this.open.delete(oldest);
      complete.push(joinAuditRecords(first));
    }
    return complete;
  }

  /** What is still open, when the log is at its end. */
  flush(): LogEvent[] {
    const rest = [...this.open.values()].map(joinAuditRecords);
    this.open.clear();
    return rest;
  }
}

/**
 * One event of its records. The SYSCALL record (or the only one) leads, with its keys; `paths` lists what was touched,
 * `arguments` and `CommandLine` are the command as it was called, `recordTypes` says what there was. `line` holds all of
 * the lines.
 */
export function joinAuditRecords(records: readonly LogEvent[]): LogEvent {
  const lead = records.find(({ recordType }) => recordType === "SYSCALL") ?? records[0]!;
  if (records.length === 1) return lead;
  const joined = {} as EventDraft & { [key: string]: unknown };
  for (const record of records) if (record !== lead && record.recordType !== "PATH") fill(joined, record);
  Object.assign(joined, lead, { line: records.map(({ line }) => line).join("\n"), recordTypes: records.map(({ recordType }) => recordType) });
  const told = records.find((record) => record !== lead && record.action !== undefined && record.recordType !== "PATH");
  if (told !== undefined && joined.action === undefined) Object.assign(joined, { action: told.action, category: told.category, outcome: joined.outcome ?? told.outcome });
  writeArguments(joined, records);
  writePaths(joined, records);
  return joined;
}

/** Keys that the leading record does not have; EXECVE's `a0` are words, SYSCALL's are registers, so they stand apart. */
function fill(joined: EventDraft & { [key: string]: unknown }, record: LogEvent): void {
  for (const [key, value] of Object.entries(record)) if (!(record.recordType === "EXECVE" && /^a\d+$/.test(key))) joined[key] ??= value;
}

function writeArguments(joined: EventDraft & { [key: string]: unknown }, records: readonly LogEvent[]): void {
  const words = records.filter(({ recordType }) => recordType === "EXECVE").flatMap((record) => argumentsOf(record as Own));
  const title = records.find(({ recordType }) => recordType === "PROCTITLE") as Own | undefined;
  const line = words.length > 0 ? words.join(" ") : title?.["proctitle"];
  if (words.length > 0) joined["arguments"] = words;
  if (typeof line !== "string") return;
  joined.CommandLine = line;
  const call = syscallName(joined["arch"] as string | undefined, joined["syscall"] as string | undefined);
  if (words.length === 0 && call !== "execve" && call !== "execveat") return;
  joined.action = joined.outcome === "failure" ? "command_denied" : "command_run";
  joined.category = "process_creation";
  joined.command = line;
}

function argumentsOf(record: Own): string[] {
  const words: string[] = [];
  for (let at = 0; typeof record[`a${at}`] === "string"; at += 1) words.push(record[`a${at}`] as string);
  return words;
}

/** One file's fate says what the event was: `PARENT` is the folder, `NORMAL` what was there before and after. */
function writePaths(joined: EventDraft & { [key: string]: unknown }, records: readonly LogEvent[]): void {
  const paths = records.filter(({ recordType }) => recordType === "PATH") as (LogEvent & Own)[];
  if (paths.length === 0) return;
  joined["paths"] = paths.map((path) => ({ name: path["name"], nametype: path["nametype"] }));
  const created = paths.find((path) => path["nametype"] === "CREATE");
  const deleted = paths.find((path) => path["nametype"] === "DELETE");
  const touched = created ?? deleted ?? paths.find((path) => path["nametype"] === "NORMAL");
  if (touched?.object !== undefined) joined.object = touched.object;
  if (joined.category === "process_creation" || (created ?? deleted) === undefined || joined.outcome === "failure") return;
  joined.action = created !== undefined && deleted !== undefined ? "file_renamed" : created !== undefined ? "file_created" : "file_deleted";
  joined.category = "file_event";
}
