// Spans as the rest of Tickmark makes them. Nothing of OpenTelemetry is imported here: without a collector, `traced` is a
// call of the work itself. Names and fields are verbs, kinds, route patterns and counts: never a person, an address, a
// name of an organization, a value of a statement or the message of an error.

export type SpanFields = Readonly<Record<string, string | number | boolean>>;

export type OpenSpan = {
  set(fields: SpanFields): void;
  /** Marks it as failed where the error does not leave the work. */
  failed(error: unknown): void;
  /** Says that the error which leaves the work is an answer, and no fault. */
  answered(): void;
};

export type SpanOptions = {
  kind?: "internal" | "client" | "consumer";
  fields?: SpanFields;
  /** Ids of organizations, members and jobs: kept only if the operator wants them. */
  ids?: SpanFields;
  /** What it is a part of, as W3C's traceparent, where that is not what runs around it. */
  parent?: string | null;
};

/** A request that is being answered: its span lies around everything that runs because of it. */
export type RequestSpan = { end(status: number | undefined): void };

export type Tracing = {
  traced<T>(name: string, options: SpanOptions, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** Opens the span of a request around the rest of the calling event. */
  request(name: string, fields: SpanFields, parent: string | undefined): RequestSpan;
  traceParent(): string | undefined;
  /** From now on every span is sent as it ends: the process may be gone the next moment. */
  hurry: () => void;
  /** Sends what is waiting, within seconds. */
  close(): Promise<void>;
};

// On globalThis for the reason given in runtime.ts: one tracer per process, however often a bundler copies this module.
const holder = globalThis as { __tickmarkTracing?: Tracing | undefined };

const UNSEEN: OpenSpan = { set: () => undefined, failed: () => undefined, answered: () => undefined };

export function installTracing(made: Tracing | undefined): void {
  holder.__tickmarkTracing = made;
}

/** This process's tracing; undefined where no traces are made. */
export function tracing(): Tracing | undefined {
  return holder.__tickmarkTracing;
}

/** Runs `work` as a span of the trace at hand, or of a new one. */
export function traced<T>(name: string, options: SpanOptions, work: (span: OpenSpan) => Promise<T>): Promise<T> {
  const made = tracing();
  return made === undefined ? work(UNSEEN) : made.traced(name, options, work);
}

/** What later work needs to go on with this trace; undefined where none is made. */
export function traceParent(): string | undefined {
  return tracing()?.traceParent();
}
