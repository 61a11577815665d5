export type { TotpEnrolment } from "./begin-totp.ts";
export type { MySession } from "./list-my-sessions.ts";
export type { MyFactors } from "./read-my-factors.ts";
