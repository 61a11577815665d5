import type { z } from "zod";
import type { Context } from "./context.ts";

/** How a job says where it stands; also its sign of life. */
export type Progress = (step: string, share: number) => Promise<void>;

/**
 * One kind of background work. It runs under the person who asked for it, with that person's role checked
 * again at run time (`actor: "requester"`), or as Tickmark itself (`actor: "system"`). It is idempotent and resumable:
 * it may be run again from the start at any time, also after it had finished.
 */
export type Job<Payload extends z.ZodType = z.ZodType> = {
  kind: string;
  actor: "requester" | "system";
  payload: Payload;
  run(context: Context, payload: z.output<Payload>, progress: Progress): Promise<void>;
  /** Called once when the last attempt has failed, so that the subject shows it. */
  onFailed?(context: Context, payload: z.output<Payload>, reason: string): Promise<void>;
};

/** What a verb needs to enqueue a job: its name and the shape of its payload, without loading its code. */
export type JobKind<Payload> = { kind: string; readonly __payload?: Payload };

export function jobKind<Payload>(kind: string): JobKind<Payload> {
  return { kind };
}

export function defineJob<Payload extends z.ZodType>(job: Job<Payload>): Job<Payload> {
  return job;
}
