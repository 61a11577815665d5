import type { Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { loginOf } from "./installation.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;

/** Opens the palette, asks, and takes the first line once it names what was meant. */
async function runFromPalette(page: Page, text: string, line: RegExp): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Search or run a command" })).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.getByRole("option", { name: line }).and(page.locator("[data-highlighted]"))).toBeVisible();
  await page.keyboard.press("Enter");
}

/** Tab until the focus is where it should be; a person would not go further. */
async function tabTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole("button", { name, exact: true });
  for (let presses = 0; presses < 12 && !(await target.evaluate((button) => button === document.activeElement)); presses += 1) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
}

test("by keys alone: sign in, find a control, judge an alert, open a packet, look at the keys, sign out", async ({ page }) => {
  const { email, password } = loginOf("mara");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").focus();
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${org}/overview`);
  // A key that is pressed before the scripts are there is lost, as it would be for a person.
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await runFromPalette(page, "sys.2.07", /^SYS\.2\.07/);
  await page.waitForURL(`${org}/controls/SYS.2.07`);

  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.waitForURL(`${org}/alerts`);
  await expect(page.getByRole("button", { name: /^False positive/ })).toBeVisible();
  // The keys of a page are there a moment after what they stand for is seen.
  await expect(async () => {
    await page.keyboard.press("2");
    await expect(page.getByLabel("Why it is: expected")).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.type("A planned test of the on-call rota, see the change of that day. ? g c j");
  await expect(page).toHaveURL(new RegExp(`${org}/alerts`));
  await tabTo(page, "Judge as expected");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Why it is: expected")).toHaveCount(0);

  await runFromPalette(page, "pkt-1", /^PKT-1\b/);
  await page.waitForURL(new RegExp(`${org}/packets/pkt_`));
  await runFromPalette(page, "sign out", /^Sign out/);
  await page.waitForURL("/sign-in");
});
