import { expect, test } from "vitest";
import { packetStatus } from "./packet-status.ts";

const facts = { status: "sealed" as const, step: "", progress: 1, omissions: 0 };

test("only a sealed packet without an omission is shown as good", () => {
  expect(packetStatus(facts)).toEqual({ status: "pass", word: "Sealed" });
  expect(packetStatus({ ...facts, omissions: 1 })).toEqual({ status: "partial", word: "Sealed, 1 omission" });
  expect(packetStatus({ ...facts, omissions: 3 }).word).toBe("Sealed, 3 omissions");
  expect(packetStatus({ ...facts, status: "failed" }).status).toBe("could_not_run");
});

test("progress is rounded down, so that what is not done is not shown as done", () => {
  expect(packetStatus({ ...facts, status: "running", step: "seal", progress: 0.999 }).word).toBe("Seal the files, 99 %");
  expect(packetStatus({ ...facts, status: "queued" })).toEqual({ status: "not_yet_known", word: "Queued" });
});
