export { countByStatus, gravestStatus, isProven, isStatus, STATUSES, statusWord, type Status } from "./status.ts";
