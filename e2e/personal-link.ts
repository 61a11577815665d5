import { expect, type Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { mailedLink } from "./mailed-link.ts";

/**
 * Sends the report of the demo's oldest sealed packet to somebody, as a compliance manager, and reads the link from the
 * mail that reached the outbox. The page stays at the packet.
 */
export async function personalLink(page: Page, name: string, address: string): Promise<{ link: string; mail: string }> {
  await page.goto(`/${DEMO_ORGANIZATION.slug}/packets`);
  await page.getByRole("row").filter({ hasText: "Sealed" }).last().getByRole("link").first().click();
  await page.getByRole("button", { name: "Send to a recipient" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Recipients").fill(`${name} <${address}>`);
  await dialog.getByRole("button", { name: "Send report" }).click();
  await expect(dialog).toContainText(/1 mail is on the way|1 had a link already/);
  await page.keyboard.press("Escape");
  return mailedLink(address, "d");
}
