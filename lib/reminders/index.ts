export { runDueReminders } from "./run-due-reminders.ts";
