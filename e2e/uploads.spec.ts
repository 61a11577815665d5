import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { BASE_URL, signedIn } from "./installation.ts";
import { sampleLog } from "./sample-log.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
type File = { name: string; mimeType: string; buffer: Buffer };

const file = (name: string, content: Buffer | string, mimeType = "text/plain"): File => ({ name, mimeType, buffer: Buffer.from(content) });

/** Chooses a file for a source on the page that imports logs. */
async function send(page: Page, source: string, given: File): Promise<void> {
  await page.goto(`${org}/logs/new`);
  await page.getByLabel("Source", { exact: true }).fill(source);
  await page.getByLabel("Log file", { exact: true }).setInputFiles(given);
}

/** What became of the file. */
const outcome = (page: Page): Locator => page.locator("main").getByRole("status").filter({ hasText: "auth.log" });

/** Segments of a source, as the list of logs counts them. */
async function expectNoSegment(page: Page, source: string): Promise<void> {
  await page.goto(`${org}/logs`);
  await expect(page.getByRole("heading", { level: 1, name: /Logs/ })).toBeVisible();
  await expect(page.locator("main")).not.toContainText(source);
}

test.use({ storageState: signedIn("jonas") });

test.describe("a log file that cannot be read", () => {
  // The refusal itself.
  test.use({ foreseen: [/status of 4\d\d/] });

  const binary = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(2000, 0), Buffer.from([0xff, 0xfe, 0x00, 0x01])]);
  const cases: readonly { what: string; given: File; says: RegExp }[] = [
    { what: "an empty file", given: file("empty.log", ""), says: /empty/i },
    { what: "a binary file", given: file("tool.exe", binary, "application/octet-stream"), says: /not text|no text|binary|NUL/i },
    { what: "a damaged gzip", given: file("broken.log.gz", Buffer.concat([gzipSync("").subarray(0, 10), Buffer.alloc(60, 0xff)]), "application/gzip"), says: /gzip|damaged|unpack/i },
    { what: "a ZIP", given: file("logs.zip", Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]), Buffer.alloc(60, 7)]), "application/zip"), says: /zip|archive|pack/i },
  ];
  for (const [at, { what, given, says }] of cases.entries()) {
    test(`${what} is refused with the reason, and nothing of it is kept`, async ({ page }) => {
      const source = `refused-${at}`;
      await send(page, source, given);
      const row = page.getByRole("listitem").filter({ hasText: given.name });
      await expect(row).toContainText(says);
      await expect(row).toContainText(/nothing was (kept|stored)/i);
      await expectNoSegment(page, source);
    });
  }
});

test("gzip is read like the text that it holds, and the same bytes are one segment however often they come", async ({ page }) => {
  const log = sampleLog("zipped-03", "198.51.100.203");
  const given = file("auth.log.gz", gzipSync(log.text), "application/gzip");
  await send(page, log.host, given);
  await outcome(page).getByRole("link", { name: "Show the segment" }).click();
  await expect(page.getByRole("table", { name: "Alerts raised from this segment" })).toContainText("SSH brute force from one source", { timeout: 60_000 });
  await expect(page.locator(".figure").filter({ hasText: "Lines understood" })).toContainText(`${log.lines - log.notUnderstood} of ${log.lines}`);
  const address = page.url();

  await send(page, log.host, given);
  await expect(outcome(page)).toContainText("is known already");
  await expect(outcome(page)).toContainText("Nothing was added");
  await outcome(page).getByRole("link", { name: "Show the segment" }).click();
  await expect(page).toHaveURL(address);
  await page.goto(`${org}/logs`);
  await expect(page.getByRole("row").filter({ hasText: log.host })).toHaveCount(1);
});

test("the same file under another source is another source's log", async ({ page }) => {
  const { text } = sampleLog("twin-01", "198.51.100.204");
  for (const source of ["twin-01", "twin-02"]) {
    await send(page, source, file("auth.log", text));
    await expect(outcome(page)).toContainText("was received");
  }
});

test.describe("a body that is not what was declared", () => {
  const text = Buffer.from("Nov  3 10:00:01 web1 CRON[2]: (root) CMD (true)\n".repeat(50));
  const put = (request: APIRequestContext, path: string, headers: Record<string, string>) =>
    request.put(path, { data: text, headers: { origin: BASE_URL, "content-type": "text/plain", "x-file-name": "auth.log", ...headers } });

  for (const { kind, path } of [
    { kind: "log", path: `/api/uploads/logs?org=${DEMO_ORGANIZATION.slug}&source=declared-wrongly` },
    { kind: "evidence", path: `/api/uploads/evidence?org=${DEMO_ORGANIZATION.slug}` },
  ]) {
    const wrong: readonly { what: string; headers: Record<string, string>; says: RegExp }[] = [
      { what: "shorter than declared", headers: { "x-file-length": String(text.length + 100) }, says: /shorter|ended|too short|bytes/i },
      { what: "longer than declared", headers: { "x-file-length": String(text.length - 100) }, says: /longer|more|bytes/i },
      { what: "of another hash than declared", headers: { "x-file-length": String(text.length), "x-file-sha256": createHash("sha256").update("another").digest("hex") }, says: /hash|SHA-256|differ/i },
      { what: "of a hash that is none", headers: { "x-file-length": String(text.length), "x-file-sha256": "abc" }, says: /SHA-256/ },
    ];
    for (const { what, headers, says } of wrong) {
      test(`${kind} ${what} is refused in words`, async ({ request }) => {
        const answer = await put(request, path, headers);
        expect(answer.status()).toBe(422);
        const body = (await answer.json()) as { message: string; code: string };
        expect(body.message).toMatch(says);
        expect(body.message).toMatch(/nothing was (kept|recorded|stored)/i);
      });
    }
  }

  test("whose sender may not import logs is refused before it is read", async ({ browser }) => {
    const context = await browser.newContext({ storageState: signedIn("hanna") });
    const answer = await put(context.request, `/api/uploads/logs?org=${DEMO_ORGANIZATION.slug}&source=not-hers`, { "x-file-length": String(text.length) });
    expect(answer.status()).toBe(403);
    await context.close();
  });

  test("into an organization that is not the sender's is not found", async ({ request }) => {
    const answer = await put(request, "/api/uploads/logs?org=another-company&source=x", { "x-file-length": String(text.length) });
    expect(answer.status()).toBe(404);
  });
});
