export { readPopulationRecord, type PopulationFacts } from "./population-record.ts";
export { proveQuietDays, type QuietDays } from "./prove-quiet-days.ts";
export { runDueQuietDays } from "./run-due-quiet-days.ts";
