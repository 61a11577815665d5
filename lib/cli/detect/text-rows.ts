import { AuditJoiner, type Line, type LogEvent, parseLine, placeOf, type Row, type RowReader, type RuleFinding } from "#lib/detection/index.ts";

/** A row of text lines; `joined`: of the records of one audit event, each of which was a row already. */
export type TextRow = Row & { readonly joined?: true };

/**
 * Text lines through the parsers: each becomes an event of the same names, whatever wrote it. Records that auditd writes of
 * one event are rows each, and once more together when the last is there: rules are written for both.
 */
export function textReader(referenceTimeMs: number): RowReader {
  const reference = { referenceTimeMs, zoneOffsetMinutes: 0 };
  const joiner = new AuditJoiner();
  /** Where the first record of each event stands. */
  const begun = new Map<string, Line>();
  const together = (event: LogEvent): TextRow[] => {
    const first = begun.get(eventKey(event)!)!;
    begun.delete(eventKey(event)!);
    return "recordTypes" in event ? [{ ...placeOf(first), event, joined: true }] : [];
  };
  return {
    push(line) {
      if (line.text.trim() === "") return [];
      const event = parseLine(line.text, reference);
      const key = eventKey(event);
      if (key === null) return [{ ...placeOf(line), event }];
      if (!begun.has(key)) begun.set(key, line);
      const complete = joiner.push(event);
      // An end without records begins nothing.
      if (complete.length === 0 && event.recordType === "EOE" && begun.get(key) === line) begun.delete(key);
      return [{ ...placeOf(line), event }, ...complete.flatMap(together)];
    },
    finish: () => joiner.flush().flatMap(together),
  };
}

/** The number that records of one audit event share, with their host: what the joiner goes by. */
function eventKey({ auditEventId, host }: LogEvent): string | null {
  return auditEventId === undefined ? null : `${host ?? ""} ${auditEventId}`;
}

/** Events of which something was told: more than are open at once, so that none is forgotten that may yet be complete. */
const REMEMBERED = 1_024;

/** What was found in single records of audit events: of the whole event it is not told again. */
export class ToldOfEvents {
  private readonly rules = new Map<string, Set<number>>();

  /** Of what was found in a row, what is new. */
  unsaid(row: TextRow & { readonly event: LogEvent | Readonly<Record<string, unknown>> }, found: RuleFinding[]): RuleFinding[] {
    const key = typeof row.event["auditEventId"] === "string" ? eventKey(row.event as LogEvent) : null;
    if (key === null) return found;
    const told = this.rules.get(key);
    if (row.joined === true) {
      this.rules.delete(key);
      return found.filter(({ number }) => !told?.has(number));
    }
    if (found.length === 0) return found;
    this.rules.delete(key);
    this.rules.set(key, new Set([...(told ?? []), ...found.map(({ number }) => number)]));
    if (this.rules.size > REMEMBERED) this.rules.delete(this.rules.keys().next().value!);
    return found;
  }
}
