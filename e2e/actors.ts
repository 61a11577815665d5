import type { Browser, Page } from "@playwright/test";
import { signedIn, type Person } from "./installation.ts";

/** A signed-in person's browser window. The caller closes it with its context. */
export async function windowOf(browser: Browser, person: Person, watch: (page: Page) => void): Promise<Page> {
  const context = await browser.newContext({ storageState: signedIn(person), viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  watch(page);
  return page;
}
