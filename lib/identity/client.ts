export type { PasskeyCreation } from "./begin-passkey.ts";
export type { PasskeyQuestion } from "./begin-passkey-sign-in.ts";
export type { TotpEnrolment } from "./begin-totp.ts";
export type { MySession } from "./list-my-sessions.ts";
export type { MyPasskey } from "./passkey.repository.ts";
export type { NewFactorAnswer } from "./settle-new-factor.ts";
export type { MyFactors } from "./read-my-factors.ts";
