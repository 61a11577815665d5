/**
 * The eight ways in which a verb can refuse. Edges map them once (app/_edge); nothing else reaches a user.
 * `reason` is machine-readable and stable; `message` is a sentence for a person: what happened, what to do.
 */
export type ErrorCode =
  | "not_found"
  | "forbidden"
  | "unauthorized"
  | "conflict"
  | "validation"
  | "limit_exceeded"
  | "precondition_failed"
  | "internal";

/** One field of an input and what is wrong with it. */
export type FieldProblem = { path: string; message: string };

const APP_ERROR = Symbol.for("tickmark.AppError");

export class AppError extends Error {
  readonly [APP_ERROR] = true;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly problems: readonly FieldProblem[];
  /** When the same act would be let through; undefined where waiting does not help, or nobody knows. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, reason: string, message: string, problems: readonly FieldProblem[] = [], options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.reason = reason;
    this.problems = problems;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}

/** Another tenant's record answers the same as one that never was. */
export function notFound(noun: string): AppError {
  return new AppError("not_found", `${noun.replaceAll(" ", "_")}_not_found`, `There is no such ${noun}.`);
}

/**
 * Whether an error is a refusal of ours. Asked by its mark and not by its class: a bundler may give each route its own
 * copy of this module, while the blob store was made with the copy of the process's start.
 */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof Error && APP_ERROR in error && (code === undefined || (error as AppError).code === code);
}

/** How a failed act is counted: by the code of its refusal, the unforeseen as internal. */
export function outcomeOf(error: unknown): ErrorCode {
  return isAppError(error) ? error.code : "internal";
}
