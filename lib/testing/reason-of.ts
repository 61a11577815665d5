import { isAppError } from "#lib/platform/errors.ts";

/** Why an act was refused: the reason of its AppError, "done" when it was not. @throws what is no refusal */
export async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (isAppError(error)) return error.reason;
    throw error;
  }
}
