import { jobKind } from "#lib/platform/job.ts";

/** The job that tells a person by mail that their means of signing in changed. `at` is the instant of the change. */
export const notifyFactorChangeKind = jobKind<{ userId: string; change: string; at: string }>("notify-factor-change");
