import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { BASE_URL, DATA_DIRECTORY, signedIn } from "./installation.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;

test.use({ storageState: signedIn("ines") });

test.describe("a schedule", () => {
  test("names the line of a recipient that cannot be, keeps what was typed, and is made once it is right", async ({ page }) => {
    await page.goto(`${org}/packets/schedules`);
    await page.getByRole("link", { name: "Schedule packets" }).first().click();
    await page.getByLabel("Control").selectOption({ index: 1 });
    await page.getByLabel("Weekly").check();
    await page.getByLabel("At", { exact: true }).selectOption({ label: "06:00" });
    const recipients = page.getByLabel(/^Recipients/);
    await recipients.fill("Ruth Adeyemi <ruth.adeyemi@calder.example>\nnobody at nowhere");
    await page.getByRole("button", { name: "Schedule packets" }).click();
    await expect(page.locator("main")).toContainText(/Line 2/);
    await expect(recipients).toHaveAttribute("aria-invalid", "true");
    await expect(recipients).toHaveValue(/nobody at nowhere/);
    await expect(page.getByLabel("Weekly")).toBeChecked();
    await expect(page.getByLabel("At", { exact: true })).toHaveValue("6");
    await recipients.fill("Ruth Adeyemi <ruth.adeyemi@calder.example>\nAnselm Ode <anselm.ode@calder.example>");
    await page.getByRole("button", { name: "Schedule packets" }).click();
    await page.waitForURL(`${org}/packets/schedules`);
    const row = page.getByRole("row").filter({ hasText: "Anselm Ode" });
    await expect(row).toContainText("06:00 Europe/Dublin");
    await row.getByRole("button", { name: /^Pause/ }).click();
    await expect(row).toContainText("Paused");
    await row.getByRole("button", { name: /^Resume/ }).click();
    await expect(row).not.toContainText("Paused");
  });
});

test.describe("a report that is sent now", () => {
  test("reaches the outbox with a link that is the recipient's alone and opens without an account", async ({ page, browser, watch }) => {
    const address = "desk-of-the-outbox-test@calder.example";
    await page.goto(`${org}/packets`);
    await page.getByRole("row").filter({ hasText: "Sealed" }).last().getByRole("link").first().click();
    await page.getByRole("button", { name: "Send to a recipient" }).click();
    await page.getByRole("dialog").getByLabel("Recipients").fill(`Desk of Calder <${address}>`);
    await page.getByRole("dialog").getByRole("button", { name: "Send report" }).click();
    await expect(page.getByRole("dialog")).toContainText("1 mail is on the way");
    await page.keyboard.press("Escape");
    const mail = await mailTo(address);
    expect(mail.links).toHaveLength(1);
    expect(mail.text).toContain("Fernhall Systems");
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("row").filter({ hasText: address })).toContainText("Mailed, not opened yet");
    }).toPass({ timeout: 20_000 });

    const outside = await browser.newContext();
    const guest = await outside.newPage();
    watch(guest);
    const [link = ""] = mail.links;
    await guest.goto(link);
    await expect(guest.getByRole("heading", { level: 1 })).toContainText("SYS.2.07");
    await expect(guest.locator("main")).toContainText("Desk of Calder");
    await expect(guest.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
    await expect(guest.locator("a[href^='/fernhall']")).toHaveCount(0);
    const download = guest.waitForEvent("download");
    await guest.getByRole("button", { name: /^Download report/ }).click();
    const report = readFileSync(await (await download).path());
    expect(report.subarray(0, 5).toString()).toBe("%PDF-");

    await page.reload();
    await expect(page.getByRole("row").filter({ hasText: address })).toContainText("Downloaded");
    await expect(page.getByRole("table", { name: "Downloads" })).toContainText("personal link");
    await outside.close();
  });

  test("looking at the link counts nothing, and one that was never made says what an expired one says", async ({ browser, request }) => {
    const outside = await browser.newContext();
    const said: string[] = [];
    for (const token of ["A".repeat(43), `${"b".repeat(42)}_`, "short"]) {
      const guest = await outside.newPage();
      await guest.goto(`${BASE_URL}/d/${token}`);
      said.push(await guest.locator("body").innerText());
      await guest.close();
    }
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain("This link is not valid");
    expect(said[0]).toContain("It has expired, or");
    const taken = await request.post(`/d/${"A".repeat(43)}/report`, { maxRedirects: 0, headers: { origin: BASE_URL } });
    expect(taken.status()).toBe(303);
    await outside.close();
  });
});

type SentMail = { text: string; links: string[] };

/** Waits for the worker to have put a mail to this address into the outbox. */
async function mailTo(address: string): Promise<SentMail> {
  const folder = path.join(DATA_DIRECTORY, "outbox");
  let found: SentMail | undefined;
  await expect(() => {
    const texts = readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(path.join(folder, name), "utf8"));
    const raw = texts.find((text) => text.includes(address));
    expect(raw).toBeDefined();
    const text = (raw ?? "").replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
    found = { text, links: [...new Set(text.match(new RegExp(`${BASE_URL}/d/[A-Za-z0-9_-]+`, "g")))] };
  }).toPass({ timeout: 40_000 });
  if (found === undefined) throw new Error("the outbox holds no such mail");
  return found;
}
