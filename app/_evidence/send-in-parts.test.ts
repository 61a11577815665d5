import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sendInParts } from "./send-in-parts.ts";

type Scripted = { status: number; headers?: Record<string, string>; body?: string };

let asked: string[];
let script: Scripted[];

/** A browser's request that answers what the script says next; status 0 is a connection that broke. */
class ScriptedRequest {
  upload: { onprogress?: () => void } = {};
  status = 0;
  responseText = "";
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  #method = "";
  #headers: Record<string, string> = {};
  open(method: string): void {
    this.#method = method;
  }
  setRequestHeader(): void {}
  abort(): void {
    this.onabort?.();
  }
  getResponseHeader(name: string): string | null {
    return this.#headers[name] ?? null;
  }
  send(): void {
    asked.push(this.#method);
    const next = script.shift();
    if (next === undefined) throw new Error("more was asked than the script answers");
    [this.status, this.#headers, this.responseText] = [next.status, next.headers ?? {}, next.body ?? ""];
    setTimeout(() => (next.status === 0 ? this.onerror?.() : this.onload?.()));
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  [asked, script] = [[], []];
  vi.stubGlobal("XMLHttpRequest", ScriptedRequest);
  vi.stubGlobal("window", new EventTarget());
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value), removeItem: (name: string) => kept.delete(name) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function send(answers: Scripted[]) {
  script = answers;
  const waits = new Set<string>();
  const sent = sendInParts({ org: "acme", file: new File(["a file"], "a.txt"), path: undefined, signal: new AbortController().signal, tell: ({ waiting }) => waiting !== null && waits.add(waiting) });
  let over = false;
  void sent.finally(() => (over = true));
  while (!over) await vi.advanceTimersByTimeAsync(1_000);
  return { result: await sent, waits: [...waits] };
}

const refusal = (message: string): string => JSON.stringify({ code: "limit_exceeded", message, requestId: "req_1" });
const done: Scripted = { status: 201, headers: { "upload-offset": "6", "x-file-sha256": "ab".repeat(32), location: "/api/uploads/tus/1" } };

test("a full disk is told in the server's words at once, and nothing is tried again", async () => {
  const { result, waits } = await send([{ status: 507, body: refusal("The disk has no room for this file.") }]);
  expect(result).toEqual({ ok: false, problem: "The disk has no room for this file." });
  expect([asked, waits]).toEqual([["POST"], []]);
});

test.each([
  [0, "The connection broke."], [429, "Three files are on their way already."], [503, "Files cannot be taken at the moment."],
])("what passes by itself (%i) is tried again, and says meanwhile why it waits", async (status, said) => {
  const { result, waits } = await send([{ status, ...(status === 0 ? {} : { body: refusal(said) }) }, done]);
  expect(result).toEqual({ ok: true, sha256: "ab".repeat(32) });
  expect([asked, waits]).toEqual([["POST", "POST"], [said]]);
});

test("a connection that broke between two pieces goes on where the server says that it stopped", async () => {
  const begun: Scripted = { status: 201, headers: { "upload-offset": "2", location: "/api/uploads/tus/1" } };
  const { result, waits } = await send([begun, { status: 0 }, { status: 200, headers: { "upload-offset": "4" } }, { ...done, status: 204 }]);
  expect([result.ok, asked, waits]).toEqual([true, ["POST", "PATCH", "HEAD", "PATCH"], ["The connection broke."]]);
});

test("what stands before the server and answers without a sentence is named by its status", async () => {
  const { result } = await send([{ status: 413, body: "<html>too large</html>" }]);
  expect(result).toEqual({ ok: false, problem: "The server refused it (413)." });
});
