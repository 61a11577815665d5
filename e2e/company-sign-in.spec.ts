import type { Page } from "@playwright/test";
import { CERTIFIED_CLIENT, certifiedProvider, type CertifiedProvider } from "#lib/testing/certified-provider.ts";
import { BASE_URL } from "./installation.ts";
import { tickmark } from "./operator.ts";
import { expect, test } from "./watched-page.ts";
import { withoutFlaw } from "./without-flaw.ts";

const SLUG = "harbour";
const DOMAIN = "harbour.example";
const SETTINGS = `/${SLUG}/settings/sign-in`;

let provider: CertifiedProvider | undefined;
test.afterAll(async () => provider?.close());

/** An organization of its own, so that its way in concerns nobody else's journey. */
async function found(page: Page): Promise<void> {
  const link = (await tickmark("sign-up-link", `founder@${DOMAIN}`)).split("\n")[0] ?? "";
  await page.goto(link);
  await page.getByLabel("Your name").fill("Freya Founder");
  await page.getByLabel("Choose a password").fill("a sentence that only Freya would think of");
  await page.getByLabel("Organization").fill("Harbour");
  await page.getByLabel("Address").fill(SLUG);
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL(`**/${SLUG}/first-week`);
}

async function connect(page: Page): Promise<void> {
  await page.goto(SETTINGS);
  const callback = (await page.getByText(`${BASE_URL}/api/sign-in/callback/`).textContent()) ?? "";
  provider = await certifiedProvider({ callback, domain: DOMAIN });
  await page.getByLabel("Issuer").fill(provider.issuer);
  await page.getByLabel("Client ID").fill(CERTIFIED_CLIENT.id);
  await page.getByLabel("Client secret").fill(CERTIFIED_CLIENT.secret);
  await page.getByRole("button", { name: "Connect provider" }).click();
  await expect(page.getByText("Answers", { exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Mail domain" }).fill(DOMAIN);
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByText("Not proven yet")).toBeVisible();
  await withoutFlaw(page);
  await tickmark("confirm-domain", SLUG, DOMAIN);
  await page.reload();
  await expect(page.getByText("Proven", { exact: true })).toBeVisible();
}

async function mapRoles(page: Page): Promise<void> {
  await page.getByLabel("Claim with groups or roles").fill("groups");
  await page.getByRole("button", { name: "Add value" }).click();
  await page.getByLabel("Value 1", { exact: true }).fill("grc");
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("Compliance manager");
  await page.getByLabel("Everybody else").selectOption("Employee");
  await page.getByLabel("People of a proven domain become members").check();
  // A refusal takes nothing away: neither a line that was added, nor what was chosen and ticked in it.
  await page.getByRole("button", { name: "Add value" }).click();
  await page.getByLabel("Value 2", { exact: true }).fill("grc");
  await page.getByRole("button", { name: "Save rules" }).click();
  await expect(page.getByText("Each value stands once.")).toBeVisible();
  await expect(page.getByLabel("Value 1", { exact: true })).toHaveValue("grc");
  await expect(page.getByLabel("Value 2", { exact: true })).toHaveValue("grc");
  await expect(page.getByRole("combobox", { name: "Role", exact: true }).first()).toHaveValue("compliance_manager");
  await expect(page.getByLabel("People of a proven domain become members")).toBeChecked();
  await page.getByRole("button", { name: "Remove value 2" }).click();
  await page.getByRole("button", { name: "Save rules" }).click();
  await expect(page.getByText("Saved. It acts at each person's next sign-in.")).toBeVisible();
  await withoutFlaw(page);
}

/** From the sign-in page to the provider's own form. */
async function leave(page: Page, login: string): Promise<void> {
  // The provider's page wants a font from elsewhere.
  await page.route("https://fonts.googleapis.com/**", (route) => route.fulfill({ contentType: "text/css", body: "" }));
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Use your company's sign-in" }).click();
  await page.getByLabel("Work e-mail").fill(`${login}@${DOMAIN}`);
  await withoutFlaw(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByPlaceholder("and password")).toBeVisible();
}

test("people come in through their company's provider with the role of their group, and an answer to another sign-in lets nobody in", async ({ page, browser, watch }) => {
  await found(page);
  await connect(page);
  await mapRoles(page);

  const theirs = await (await browser.newContext({ storageState: undefined })).newPage();
  watch(theirs);
  await leave(theirs, "grace");
  await theirs.getByPlaceholder("Enter any login").fill("grace");
  await theirs.getByPlaceholder("and password").fill("any");
  await theirs.getByRole("button", { name: "Sign-in" }).click();
  await theirs.getByRole("button", { name: "Continue" }).click();
  await theirs.waitForURL(`${BASE_URL}/${SLUG}/**`);
  await page.goto(`/${SLUG}/people`);
  await expect(page.getByRole("row").filter({ hasText: `grace@${DOMAIN}` })).toContainText("Compliance manager");
  await page.goto(SETTINGS);
  await expect(page.getByText("People who came by it")).toBeVisible();

  // Somebody is led back with an answer to a sign-in that this browser did not begin.
  const callback = (await page.getByText(`${BASE_URL}/api/sign-in/callback/`).textContent()) ?? "";
  const stranger = await (await browser.newContext({ storageState: undefined })).newPage();
  watch(stranger);
  await leave(stranger, "emil");
  await stranger.goto(`${callback}?code=stolen&state=of-another-sign-in`);
  await expect(stranger.getByText("Not signed in.")).toBeVisible();
  await withoutFlaw(stranger);
  await stranger.goto(`/${SLUG}/people`);
  await stranger.waitForURL("**/sign-in?**");
  // Who is signed in stays so, and is told all the same.
  await theirs.goto(`${callback}?code=stolen&state=of-another-sign-in`);
  await expect(theirs.getByText("Not signed in.")).toBeVisible();
  await theirs.goto(`/${SLUG}/people`);
  await expect(theirs.getByRole("heading", { name: "People" })).toBeVisible();
});
