import type { MessageFields } from "../fields.ts";
import { readShapes, type Shape } from "./shapes.ts";

/** crontab's edits and cron's runs: `(root) BEGIN EDIT (root)` is actor, act, whose table. */
export function parseCron(message: string): MessageFields | null {
  const fields = readShapes(SHAPES, message);
  return fields && { category: "scheduled_work", ...fields };
}

const EDITS = {
  "BEGIN EDIT": "crontab_edit_started",
  REPLACE: "crontab_replaced",
  "END EDIT": "crontab_edit_ended",
  LIST: "crontab_listed",
  DELETE: "crontab_deleted",
} as const;

const SHAPES: readonly Shape[] = [
  [
    /^\(([^)]+)\) (BEGIN EDIT|REPLACE|END EDIT|LIST|DELETE) \(([^)]+)\)/s,
    (found) => ({ action: EDITS[found[2] as keyof typeof EDITS], outcome: "success", user: found[1]!, targetUser: found[3]! }),
  ],
  [
    /^\(([^)]+)\) CMD \((.*)\)$/s,
    (found) => ({ action: "cron_job_run", outcome: "success", user: found[1]!, command: found[2]! }),
  ],
];
