import type { Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { signedIn } from "./installation.ts";
import { mailedLink } from "./mailed-link.ts";
import { expect, test } from "./watched-page.ts";
import { withoutFlaw } from "./without-flaw.ts";

const people = `/${DEMO_ORGANIZATION.slug}/people`;
const PASSWORD = "a sentence that only Nina would think of";

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe("an administrator", () => {
  test.use({ storageState: signedIn("mara") });

  test("invites a list; who follows the mail chooses a password, is in, and can choose another by mail", async ({ page, browser, watch }) => {
    const email = "nina.newcomer@fernhall.example";
    await page.goto(`${people}/invite`);
    await page.getByLabel("People").fill(`nobody\nNina Newcomer, ${email}, Control owner\npriya.raman@fernhall.example`);
    await page.getByRole("button", { name: "Look list over" }).click();
    await expect(page.getByText("There is no e-mail address in this line.")).toBeVisible();
    await withoutFlaw(page);
    await page.getByRole("button", { name: "Change list" }).click();
    await page.getByLabel("People").fill(`Nina Newcomer, ${email}, Control owner\npriya.raman@fernhall.example`);
    await page.getByRole("button", { name: "Look list over" }).click();
    await expect(page.getByText("a member already, left out")).toBeVisible();
    await page.getByRole("button", { name: "Invite 1 person" }).click();
    await expect(page.getByText(`${email} is invited.`)).toBeVisible();
    const { link } = await mailedLink(email, "join");

    const theirs = await (await browser.newContext({ storageState: undefined })).newPage();
    watch(theirs);
    await theirs.goto(link);
    await withoutFlaw(theirs);
    await theirs.getByLabel("Choose a password").fill(PASSWORD);
    await theirs.getByRole("button", { name: "Accept invitation" }).click();
    await theirs.waitForURL(`**/${DEMO_ORGANIZATION.slug}/my-work`);
    await theirs.goto(link);
    await expect(theirs.getByRole("heading", { name: "This invitation was used" })).toBeVisible();
    await theirs.context().clearCookies();

    await theirs.goto("/sign-in");
    await theirs.getByRole("link", { name: "Forgot your password?" }).click();
    await theirs.waitForURL("**/forgot-password");
    await theirs.getByLabel("E-mail").fill(email);
    await theirs.getByRole("button", { name: "Mail me a link" }).click();
    await expect(theirs.getByText("a mail is on its way")).toBeVisible();
    await theirs.goto((await mailedLink(email, "reset-password")).link);
    await withoutFlaw(theirs);
    await theirs.getByLabel("New password").fill(`${PASSWORD}, again`);
    await theirs.getByRole("button", { name: "Change password" }).click();
    await expect(theirs.getByText("Your password was changed.")).toBeVisible();
    await signIn(theirs, email, `${PASSWORD}, again`);
    await theirs.waitForURL(`**/${DEMO_ORGANIZATION.slug}/my-work`);
  });

  test("is told that an invitation for somebody else is not theirs, and can withdraw it", async ({ page }) => {
    const email = "other.person@fernhall.example";
    await page.goto(`${people}/invite`);
    await page.getByLabel("People").fill(email);
    await page.getByRole("button", { name: "Look list over" }).click();
    await page.getByRole("button", { name: "Invite 1 person" }).click();
    const { link } = await mailedLink(email, "join");
    await page.goto(link);
    await expect(page.getByText("You are signed in as")).toBeVisible();
    await page.goto(`${people}/invitations`);
    await withoutFlaw(page);
    await page.getByRole("row").filter({ hasText: email }).getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("button", { name: "Withdraw invitation" }).click();
    // The dialog goes with its row; while it stands, nothing behind it is found.
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("row").filter({ hasText: email })).toHaveCount(0);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This invitation was withdrawn" })).toBeVisible();
  });
});

test("a stranger proves an address, creates an organization without data, and a second one beside it", async ({ page }) => {
  const email = "stella@acme.example";
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Create an organization" }).click();
  await page.waitForURL("**/new-organization");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByText("A mail is on its way.")).toBeVisible();
  await page.goto((await mailedLink(email, "new-organization")).link);
  await page.getByLabel("Your name").fill("Stella Stranger");
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByLabel("Organization").fill(DEMO_ORGANIZATION.slug);
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page.getByText("belongs to another organization").first()).toBeVisible();
  await withoutFlaw(page);
  await page.getByLabel("Organization").fill("Acme");
  await page.getByLabel("Address").fill("acme");
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL("**/acme/first-week");
  await page.goto("/new-organization");
  await page.getByLabel("Organization").fill("Second House");
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL("**/second-house/first-week");
  await page.goto("/?choose");
  await expect(page.getByRole("link", { name: /Acme/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /Second House/ })).toBeVisible();
});
