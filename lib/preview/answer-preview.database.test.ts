import { mkdir, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEvidence, submitFiles } from "#lib/evidence/index.ts";
import { inspectFileJob } from "#lib/inspection/index.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { damagedFiles, lookAtFileJob } from "#lib/stored-files/index.ts";
import { blobFile } from "#lib/testing/damaged-blobs.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { answerPreview, offerPreview, readPreviewTicket } from "./index.ts";

let world: World;
let reference: string;
let sha256: string;
beforeAll(async () => {
  world = await testWorld();
  const requestIds = [(await adoptedLibrary(world)).requests.get("SYS.1.01 logging-policy")!];
  const text = "host,zone\n<script>alert(1)</script>,eu\n";
  sha256 = (await receiveUpload(world.as("control_owner"), { body: (async function* () { yield Buffer.from(text); })(), byteLength: text.length })).sha256;
  reference = (await submitFiles(world.as("control_owner"), { files: [{ sha256, fileName: "hosts.csv" }], requestIds }))[0]!.id;
});
afterAll(() => world.close());

const offer = async () => offerPreview(world.as("control_owner"), await readEvidence(world.as("control_owner"), { reference }));
async function addressOf(): Promise<string> {
  const offered = await offer();
  if (offered === null || "reason" in offered) throw new Error("nothing is offered");
  return offered.href;
}
const ticketOf = (href: string) => readPreviewTicket(new URL(href).pathname.replace("/preview/", ""));
const ask = (href: string, host = "preview.test") => answerPreview(new Request(href, { headers: { host } }), ticketOf(href)!);

test("a file is shown once it was looked into, on the preview origin alone, sandboxed and kept by nobody", async () => {
  expect(await offer()).toEqual({ reason: "It is shown once it has been looked into." });
  await world.runJobs([inspectFileJob]);
  const href = await addressOf();
  expect(href).toMatch(/^http:\/\/preview\.test\/preview\//);
  const answer = await ask(href);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'.*frame-ancestors http:\/\/tickmark\.test$/);
  expect([answer.headers.get("x-content-type-options"), answer.headers.get("cache-control"), answer.headers.get("set-cookie")]).toEqual(["nosniff", "private, no-store", null]);
  expect(await answer.text()).toContain("&#60;script&#62;alert(1)");
  expect((await ask(href, "tickmark.test")).status).toBe(404);
});

test("an address runs out, and one that was changed is none of ours", async () => {
  const href = await addressOf();
  const token = new URL(href).pathname.replace("/preview/", "");
  const [text = "", mark = ""] = token.split(".");
  const other = Buffer.from(Buffer.from(text, "base64url").toString().replace(world.organizationId, "org_another")).toString("base64url");
  for (const forged of [`${other}.${mark}`, text, `${text}.${mark.slice(1)}`, "x.y"]) expect(readPreviewTicket(forged)).toBeNull();
  world.clock.advance(5 * 60_000 + 1);
  expect(readPreviewTicket(token)).toBeNull();
});

test("where no address for previews is set up the page says so", async () => {
  const whole = runtime();
  configureRuntime({ ...whole, previewUrl: undefined });
  const offered = await offer();
  configureRuntime(whole);
  expect(offered).toMatchObject({ reason: expect.stringContaining("TICKMARK_PREVIEW_URL") as string });
});

test("a file that is altered, gone or unreadable where it lies is said to be, never shown smaller, and known from then on", async () => {
  const file = await blobFile(world, sha256);
  await writeFile(file, Buffer.from("TMB1 something else, and long enough to be a chunk"));
  const altered = await ask(await addressOf());
  expect([altered.status, await altered.text()]).toEqual([409, expect.stringContaining("was altered where it lies") as string]);
  await rm(file);
  const gone = await ask(await addressOf());
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining("is missing from where it was stored") as string]);
  await mkdir(file);
  const unreadable = await ask(await addressOf());
  expect([unreadable.status, await unreadable.text()]).toEqual([503, expect.stringContaining("The disk does not give the file out") as string]);
  // Whoever met it has it looked at: it is known from then on, by its finding too, and asked for once.
  await world.runJobs([lookAtFileJob]);
  expect(await world.inTenant((tx) => damagedFiles(tx, world.organizationId, [sha256]))).toMatchObject(new Map([[sha256, { found: "unreadable" }]]));
  expect(await offer()).toEqual({ reason: expect.stringContaining("the file is unreadable where it is stored") as string });
});
