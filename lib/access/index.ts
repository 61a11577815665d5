export { authorize, type Scope } from "./authorize.ts";
export { defineVerb, isVerb, type Verb, type VerbArguments } from "./define-verb.ts";
export { enqueueJob } from "./enqueue-job.ts";
export { cursorInput, dayInput, idInput, lineInput, pageSizeInput, textInput, timeZoneInput } from "./inputs.ts";
export { decodeCursor, encodeCursor, pageOf, type Page } from "./keyset.ts";
export { limitRate, tooOften } from "./limit-rate.ts";
export { parseInput } from "./parse-input.ts";
export { PERMISSIONS, roleHolds, type Permission } from "./permissions.ts";
export { RATES } from "./rates.ts";
