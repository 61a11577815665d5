import { expect, test } from "vitest";
import { packetStatus, requestsMet } from "./packet-status.ts";

const facts = { status: "sealed" as const, step: "", progress: 1, requests: { met: 6, total: 6 } };

test("a sealed packet is shown as good only when every request of it is met", () => {
  expect(packetStatus(facts)).toEqual({ status: "pass", word: "Sealed, 6 of 6 met" });
  expect(packetStatus({ ...facts, requests: { met: 5, total: 6 } }).status).toBe("partial");
  expect(packetStatus({ ...facts, requests: { met: 0, total: 0 } })).toEqual({ status: "partial", word: "Sealed, 0 of 0 met" });
  expect(packetStatus({ ...facts, status: "failed" }).status).toBe("could_not_run");
});

test("progress is rounded down, so that what is not done is not shown as done", () => {
  expect(packetStatus({ ...facts, status: "running", step: "seal", progress: 0.999 }).word).toBe("Seal the files, 99 %");
  expect(packetStatus({ ...facts, status: "queued" })).toEqual({ status: "not_yet_known", word: "Queued" });
});

test("what is due soon is met still; what is partial is not", () => {
  expect(requestsMet([{ status: "met" }, { status: "due_soon" }, { status: "partial" }, { status: "not_yet_known" }])).toEqual({ met: 2, total: 4 });
});
