import type { MessageFields } from "../fields.ts";
import type { EventDraft } from "./event-draft.ts";
import { numberField, readPairs, type Shape, textField, writeFields, writeShapes } from "./shapes.ts";

/** Jobs that extract, load and transform data: Airflow, dbt, Informatica-like schedulers, as their own logs tell of failures. */
const BASE: MessageFields = { category: "application", service: "elt" };

/** Airflow behind its time: `{taskinstance.py:1851} ERROR - Task failed with exception`. */
export function readAirflow(text: string, event: EventDraft): boolean {
  const found = /^\{([\w./-]+):(\d+)\} (DEBUG|INFO|WARNING|ERROR|CRITICAL) - (.*)$/s.exec(text);
  if (found === null) return false;
  event.message = found[4]!;
  writeFields(event, BASE, { format: "airflow", logLevel: found[3]! }, airflowFields(found[4]!, found[3]!));
  return true;
}

function airflowFields(message: string, level: string): MessageFields {
  const marked = /^Marking task as (FAILED|SUCCESS|UP_FOR_RETRY|SKIPPED)\. /.exec(message);
  if (marked !== null) {
    const pairs = readPairs(message);
    const job = [pairs.get("dag_id"), pairs.get("task_id")].filter((part) => part !== undefined).join(".");
    const state: MessageFields = marked[1] === "SUCCESS" ? { action: "job_succeeded", outcome: "success" } : marked[1] === "SKIPPED" ? {} : { action: "job_failed", outcome: "failure" };
    return { ...state, ...textField("job", job), ...(marked[1] === "UP_FOR_RETRY" ? { detail: "up for retry" } : {}) };
  }
  const exited = /^Task exited with return code (\d+)/.exec(message);
  if (exited !== null) return exited[1] === "0" ? { action: "job_succeeded", outcome: "success" } : { action: "job_failed", outcome: "failure", errorCode: exited[1]! };
  if (/^(?:Task failed with exception|Failed to execute (?:job|task))/.test(message)) return { action: "job_failed", outcome: "failure", detail: message.split("\n", 1)[0]! };
  const run = /^Marking run <DagRun (\S+) @ [^>]*> (failed|successful)/.exec(message);
  if (run !== null) return { action: run[2] === "failed" ? "job_failed" : "job_succeeded", outcome: run[2] === "failed" ? "failure" : "success", job: run[1]! };
  return level === "ERROR" || level === "CRITICAL" ? { action: "error_logged", outcome: "failure", detail: message } : {};
}

/** dbt behind its clock: `3 of 12 ERROR creating sql table model finance.invoice .... [ERROR in 2.01s]`, `Done. PASS=10 WARN=0 ERROR=2 SKIP=0 TOTAL=12`. */
export function readDbt(text: string, event: EventDraft): boolean {
  return writeShapes(DBT, text.trimStart(), event, { ...BASE, format: "dbt" });
}

const DBT: readonly Shape[] = [
  [
    /^(\d+) of (\d+) (ERROR|FAIL|OK|PASS|WARN|SKIP)\b(?: \d+)? (?:(?:creating|created|loading|loaded|snapshotting|snapshotted|running) )?(?:relation )?(?:sql )?(?:\w+ model |\w+ file |snapshot |seed )?([^\s[]+).*$/s,
    (found) => (found[3] === "ERROR" || found[3] === "FAIL" ? { action: "job_failed", outcome: "failure", job: found[4]! } : found[3] === "OK" || found[3] === "PASS" ? { action: "job_succeeded", outcome: "success", job: found[4]! } : { job: found[4]!, detail: found[3]! }),
  ],
  [/^Done\. PASS=\d+ WARN=\d+ ERROR=(\d+) SKIP=\d+(?: NO-OP=\d+)? TOTAL=\d+/s, (found) => ({ action: found[1] === "0" ? "job_succeeded" : "job_failed", outcome: found[1] === "0" ? "success" : "failure", job: "dbt run", detail: found[0]! })],
  [/^(?:Database|Compilation|Runtime) Error in (\w+) (\S+)/s, (found) => ({ action: "job_failed", outcome: "failure", job: found[2]!, detail: found[0]! })],
];

/** What schedulers of many makers write of a job: `Job load-invoices failed: SOURCE_TIMEOUT`, `ELT job "x" finished with errors (rows=3)`. */
export function readJobStatus(text: string, event: EventDraft): boolean {
  return writeShapes(JOB_STATUS, text, event, { ...BASE, format: "job" });
}

const JOB_STATUS: readonly Shape[] = [
  [
    /^(?:(?:ELT|ETL|[Ii]mport|[Ll]oad|[Ee]xport|[Ss]ync|[Bb]atch) )?[Jj]ob ["'`]?([^\s"'`:]+)["'`]?:? (?:has )?(?:run )?(failed|aborted|timed out|finished with errors|succeeded|completed successfully|completed|finished)\b[:.,]? ?(.*)$/s,
    (found) => {
      const ok = /^(?:succeeded|completed|finished$)/.test(found[2]!);
      const pairs = readPairs(found[3]!);
      return {
        action: ok ? "job_succeeded" : "job_failed",
        outcome: ok ? "success" : "failure",
        job: found[1]!,
        ...numberField("rowCount", pairs.get("rows")),
        ...textField("errorCode", pairs.get("error") ?? /^\(?([A-Z][A-Z0-9_]{3,40})\b/.exec(found[3]!)?.[1]),
        ...textField("detail", found[3]),
      };
    },
  ],
];
