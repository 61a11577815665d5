import { readFileSync } from "node:fs";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { BASE_URL, signedIn } from "./installation.ts";
import { personalLink } from "./personal-link.ts";
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
    await expect(row).toContainText("06:00 in Europe/Dublin");
    await row.getByRole("button", { name: /^Pause/ }).click();
    await expect(row).toContainText("Paused");
    await row.getByRole("button", { name: /^Resume/ }).click();
    await expect(row).not.toContainText("Paused");

    await row.getByRole("link").click();
    await expect(page.getByLabel(/^Recipients/)).toHaveValue(/Anselm Ode <anselm\.ode@calder\.example>/);
    await page.getByLabel("At", { exact: true }).selectOption({ label: "21:00" });
    await page.getByRole("button", { name: "Save schedule" }).click();
    await page.waitForURL(`${org}/packets/schedules`);
    await expect(row).toContainText("21:00 in Europe/Dublin");
  });
});

test.describe("a report that is sent now", () => {
  test("reaches the outbox with a link that is the recipient's alone and opens without an account", async ({ page, browser, watch }) => {
    const address = "desk-of-the-outbox-test@calder.example";
    const { link, mail } = await personalLink(page, "Desk of Calder", address);
    expect(mail).toContain("Fernhall Systems");
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("row").filter({ hasText: address })).toContainText("Mailed, not opened yet");
    }).toPass({ timeout: 20_000 });

    const outside = await browser.newContext();
    const guest = await outside.newPage();
    watch(guest);
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
