import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { BASE_URL, DATA_DIRECTORY } from "./installation.ts";

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
  return mailTo(address);
}

/** Waits for the worker to have put a mail to this address into the outbox. */
async function mailTo(address: string): Promise<{ link: string; mail: string }> {
  const folder = path.join(DATA_DIRECTORY, "outbox");
  let found: { link: string; mail: string } | undefined;
  await expect(() => {
    const mails = readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(path.join(folder, name), "utf8"));
    // Quoted-printable breaks long lines.
    const mail = mails.find((text) => text.includes(address))?.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
    const links = new Set(mail?.match(new RegExp(`${BASE_URL}/d/[A-Za-z0-9_-]+`, "g")));
    expect(links.size).toBe(1);
    found = { link: [...links][0] ?? "", mail: mail ?? "" };
  }).toPass({ timeout: 40_000 });
  if (found === undefined) throw new Error("the outbox holds no such mail");
  return found;
}
