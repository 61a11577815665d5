import { createHash, randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { windowOf } from "./actors.ts";
import { chooseFiles, previewed, previewFrame, toPreview } from "./evidence-files.ts";
import { DATA_DIRECTORY, signedIn } from "./installation.ts";
import { expect, test } from "./watched-page.ts";
import { withoutFlaw } from "./without-flaw.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;

test.use({ storageState: signedIn("ines") });

test.describe("a file that is gone from the disk", () => {
  test.use({ foreseen: [/status of 410/] });

  test("is found missing, said so in its preview, on its page and in the list, and keeps its place", async ({ page, browser, watch }) => {
    const content = Buffer.from(`taken away ${randomBytes(8).toString("hex")}\n`);
    await chooseFiles(page, [{ name: "taken.txt", mimeType: "text/plain", buffer: content }]);
    await page.getByLabel("Title", { exact: true }).fill("Taken from the disk");
    await page.getByRole("button", { name: "Submit evidence" }).click();
    await page.waitForURL(/\/evidence\/EV-\d+$/);
    await toPreview(page);
    const sha256 = createHash("sha256").update(content).digest("hex");
    const blobs = path.join(DATA_DIRECTORY, "blobs");
    const [held] = (await readdir(blobs, { recursive: true })).filter((name) => name.endsWith(sha256));
    await rm(path.join(blobs, held ?? ""));
    // The frame was there before anybody knew.
    await page.reload();
    await previewFrame(page).scrollIntoViewIfNeeded();
    await expect(previewed(page).locator("body")).toContainText("The file is missing from where it was stored.");
    await expect(async () => {
      await page.reload();
      await expect(page.locator("main")).toContainText("Known since", { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await expect(previewFrame(page)).toHaveCount(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await withoutFlaw(page);
    }
    const reviewer = await windowOf(browser, "mara", watch);
    await reviewer.goto(`${org}/evidence?q=taken.txt`);
    await expect(reviewer.getByRole("row").filter({ hasText: "Taken from the disk" })).toContainText(/missing/i);
    await reviewer.context().close();
  });
});
