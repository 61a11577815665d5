import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";

/** A file that a browser is given. */
export type Given = { name: string; mimeType: string; buffer: Buffer };

/** The line of a file among those that were chosen. */
export const chosenFile = (page: Page, name: string): Locator => page.getByRole("list", { name: "Chosen files" }).getByRole("listitem").filter({ hasText: name });

/** Opens the form for files as evidence, chooses them, and says that they answer the first request. */
export async function chooseFiles(page: Page, files: string | readonly Given[]): Promise<void> {
  await page.goto(`/${DEMO_ORGANIZATION.slug}/evidence/new?kind=upload`);
  const input = page.getByLabel("Files", { exact: true });
  await input.setInputFiles(typeof files === "string" ? files : [...files]);
  await page.locator("form").filter({ has: input }).getByRole("checkbox").first().check();
}

export const previewFrame = (page: Page): Locator => page.locator("iframe[title^='Preview of']");

/** Brings the preview into view. A file is shown once it has been looked into, which the worker does a moment after it came. */
export async function toPreview(page: Page): Promise<void> {
  await expect(async () => {
    if (!(await previewFrame(page).isVisible())) await page.reload();
    await previewFrame(page).scrollIntoViewIfNeeded({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

/** What the frame of the preview shows, once it shows anything. */
export const previewed = (page: Page): FrameLocator => page.frameLocator("iframe[title^='Preview of']");
