import { afterEach, expect, test, vi } from "vitest";
import { AppError, type ErrorCode } from "#lib/platform/errors.ts";
import { httpError, statusOf } from "./http-error.ts";

afterEach(() => void vi.restoreAllMocks());

test("each of the eight codes has its HTTP status", () => {
  const statuses: Record<ErrorCode, number> = {
    not_found: 404, forbidden: 403, unauthorized: 401, conflict: 409, validation: 422, limit_exceeded: 429, precondition_failed: 412, internal: 500,
  };
  for (const [code, status] of Object.entries(statuses)) expect(statusOf({ code: code as ErrorCode, reason: "any" })).toBe(status);
  expect(statusOf({ code: "limit_exceeded", reason: "upload_too_large" })).toBe(413);
});

test("a refusal is told in full, with the request's id, and is not cached", async () => {
  const response = httpError(new AppError("validation", "input_invalid", "Not valid.", [{ path: "day", message: "No such day." }]), "req_1");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({ code: "validation", reason: "input_invalid", message: "Not valid.", problems: [{ path: "day", message: "No such day." }], requestId: "req_1" });
});

test("what nobody foresaw says nothing of itself to the caller, and is in the log under the request's id", async () => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  const response = httpError(new Error("failed\n  data: postgresql://user:hunter2@db\n  at hunter2"), "req_2");
  const body = await response.text();
  expect(response.status).toBe(500);
  expect(body).not.toMatch(/hunter2|postgres|stack/);
  expect(body).toContain("req_2");
  expect(lines.join("")).toContain('"request":"req_2"');
  expect(lines.join("")).not.toContain("hunter2");
});
