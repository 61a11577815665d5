import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import PDFDocument from "pdfkit";
import { workbook } from "#lib/spreadsheets/workbook.fixtures.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { chooseFiles, chosenFile, previewed, previewFrame, toPreview, type Given } from "./evidence-files.ts";
import { DATA_DIRECTORY, signedIn } from "./installation.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
/** What the browser sends at once (app/_evidence/send-in-parts.ts). */
const PIECE = 8 * 1024 * 1024;
test.use({ storageState: signedIn("ines") });

test.describe("an upload whose connection breaks", () => {
  test.use({ foreseen: [/ERR_CONNECTION_FAILED|ERR_FAILED/] });

  test("goes on from the piece where it broke, also in another window, and is whole", async ({ page, browser, watch }) => {
    const content = randomBytes(3 * PIECE + 12_345);
    const file = path.join(DATA_DIRECTORY, "..", "interrupted recording.bin");
    await writeFile(file, content);
    await utimes(file, new Date("2026-03-04T05:06:07Z"), new Date("2026-03-04T05:06:07Z"));
    let pieces = 0;
    await page.route("**/api/uploads/tus**", async (route) => {
      if (route.request().method() === "PATCH" && ++pieces >= 2) return route.abort("connectionfailed");
      return route.continue();
    });
    await chooseFiles(page, file);
    await expect(chosenFile(page, "interrupted recording.bin")).toContainText("The connection broke. It goes on from here by itself.");
    await expect(chosenFile(page, "interrupted recording.bin")).toContainText("66 %");
    await expect(page.getByRole("button", { name: "Submit evidence" })).toBeDisabled();
    const state = await page.context().storageState();
    await page.close();

    // The same person comes back in another window of the same browser and chooses the same file.
    const context = await browser.newContext({ storageState: state });
    const again = await context.newPage();
    watch(again);
    const asked: { method: string; offset: string | undefined }[] = [];
    again.on("request", (request) => {
      if (request.url().includes("/api/uploads/tus")) asked.push({ method: request.method(), offset: request.headers()["upload-offset"] });
    });
    await chooseFiles(again, file);
    await expect(chosenFile(again, "interrupted recording.bin").getByRole("button", { name: "Remove interrupted recording.bin from this list" })).toBeVisible();
    expect(asked).toEqual([{ method: "HEAD", offset: undefined }, { method: "PATCH", offset: String(2 * PIECE) }, { method: "PATCH", offset: String(3 * PIECE) }]);
    await again.getByLabel("Title", { exact: true }).fill("A recording whose sending broke off");
    await again.getByRole("button", { name: "Submit evidence" }).click();
    await again.waitForURL(/\/evidence\/EV-\d+$/);
    const kept = await again.request.get(`${again.url()}/file`);
    expect(createHash("sha256").update(await kept.body()).digest("hex")).toBe(createHash("sha256").update(content).digest("hex"));
    await context.close();
  });
});

async function pdf(text: string): Promise<Buffer> {
  const document = new PDFDocument({ compress: false });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  document.text(text).end();
  await once(document, "end");
  return Buffer.concat(parts);
}

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
/** Would tell on itself in the window above, were it run. */
const SCRIPT = "<script>document.title='ran';parent.postMessage('ran','*')</script>";

test("every kind of file is shown from another origin, and nothing of a file runs", async ({ page }) => {
  const files: { given: Given; shows: (page: Page) => Promise<void> }[] = [
    { given: { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("rotation of 14 March: Anna\n") }, shows: (on) => expect(previewed(on).locator("pre")).toHaveText(/rotation of 14 March: Anna/) },
    { given: { name: "settings.json", mimeType: "application/json", buffer: Buffer.from('{"retention":{"days":400}}') }, shows: (on) => expect(previewed(on).locator("pre")).toHaveText(/"days": 400/) },
    { given: { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("name,role\nAnna,on call\n") }, shows: (on) => expect(previewed(on).getByRole("cell", { name: "on call" })).toBeVisible() },
    { given: { name: "people.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: workbook([["name", "role"], ["Anna", "on leave"]]) }, shows: (on) => expect(previewed(on).getByRole("cell", { name: "on leave" })).toBeVisible() },
    { given: { name: "pixel.png", mimeType: "image/png", buffer: PIXEL }, shows: (on) => expect(previewed(on).locator("img")).toHaveJSProperty("naturalWidth", 1) },
    { given: { name: "report.pdf", mimeType: "application/pdf", buffer: await pdf("Access was reviewed") }, shows: async (on) => { await expect(previewed(on).locator("canvas")).toBeVisible(); } },
    { given: { name: "page.html", mimeType: "text/html", buffer: Buffer.from(`<!doctype html><html><body>${SCRIPT}</body></html>`) }, shows: (on) => expect(previewed(on).locator("pre")).toContainText(SCRIPT) },
    { given: { name: "drawing.svg", mimeType: "image/svg+xml", buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`) }, shows: (on) => expect(previewed(on).locator("pre")).toContainText(SCRIPT) },
  ];
  await chooseFiles(page, files.map(({ given }) => given));
  await page.getByLabel(/^Title of all/).fill("Looked at");
  await page.getByRole("button", { name: `Submit ${files.length} files` }).click();
  await page.waitForURL(`${org}/evidence`);
  await page.addInitScript(() => { addEventListener("message", ({ data }) => { if (data === "ran") document.documentElement.dataset["ran"] = "yes"; }); });
  for (const { given, shows } of files) {
    await page.goto(`${org}/evidence?q=${encodeURIComponent(given.name)}`);
    await page.getByRole("link", { name: `Looked at: ${given.name}` }).click();
    await page.waitForURL(/\/evidence\/EV-\d+/);
    const frame = previewFrame(page);
    await toPreview(page);
    expect(new URL((await frame.getAttribute("src")) ?? "").hostname).not.toBe(new URL(page.url()).hostname);
    expect(await frame.getAttribute("sandbox")).toBe("allow-scripts");
    await shows(page);
    await expect(page.locator("html")).not.toHaveAttribute("data-ran", "yes");
  }
});
