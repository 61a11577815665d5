import type { Environment } from "#lib/platform/env.ts";
import type { Secrets } from "#lib/platform/secrets.ts";
import type { Progress } from "../progress.ts";

/** One run of `tickmark start`. */
export type Session = {
  environment: Environment;
  secrets: Secrets;
  dev: boolean;
  progress: Progress;
  /** Aborted when the end is asked for. */
  ending: AbortSignal;
};
