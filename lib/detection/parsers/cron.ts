import { type EventDraft } from "./event-draft.ts";

const EDITS = new Map([
  ["BEGIN EDIT", "crontab_edit_started"],
  ["REPLACE", "crontab_replaced"],
  ["END EDIT", "crontab_edit_ended"],
  ["LIST", "crontab_listed"],
  ["DELETE", "crontab_deleted"],
] as const);

/** crontab's edits and cron's runs: `(root) BEGIN EDIT (root)` is actor, act, whose table; `(root) CMD (...)` a run. */
export function readCron(message: string, event: EventDraft): boolean {
  const userEnd = message.indexOf(") ");
  if (message.charCodeAt(0) !== 40 || userEnd < 2) return false;
  const open = message.indexOf(" (", userEnd + 2);
  if (open === -1 || message.charCodeAt(message.length - 1) !== 41) return false;
  const verb = message.slice(userEnd + 2, open);
  const action = verb === "CMD" ? ("cron_job_run" as const) : EDITS.get(verb as "REPLACE");
  if (action === undefined) return false;
  const object = message.slice(open + 2, -1);
  event.category = "scheduled_work";
  event.action = action;
  event.outcome = "success";
  event.user = message.slice(1, userEnd);
  if (verb === "CMD") event.command = object;
  else if (object !== "") event.targetUser = object;
  return true;
}
