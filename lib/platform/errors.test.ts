import { expect, test, vi } from "vitest";
import { AppError, isAppError } from "./errors.ts";

test("a refusal is known by its mark, also when another copy of the module made it", async () => {
  vi.resetModules();
  const copy = await import("./errors.ts");
  const error = new copy.AppError("validation", "x", "No.");
  expect(error instanceof AppError).toBe(false);
  expect([isAppError(error), isAppError(error, "validation"), isAppError(error, "conflict")]).toEqual([true, true, false]);
  expect(isAppError(Object.assign(new Error("no"), { name: "AppError", code: "validation" }))).toBe(false);
});
