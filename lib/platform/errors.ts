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

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly problems: readonly FieldProblem[];

  constructor(code: ErrorCode, reason: string, message: string, problems: readonly FieldProblem[] = []) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.reason = reason;
    this.problems = problems;
  }
}

/** Another tenant's record answers the same as one that never was. */
export function notFound(noun: string): AppError {
  return new AppError("not_found", `${noun.replaceAll(" ", "_")}_not_found`, `There is no such ${noun}.`);
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
