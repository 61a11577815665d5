import type { Browser, Page } from "@playwright/test";
import { hotp, stepOf } from "#lib/identity/totp.ts";
import { PAGES, rolesOf } from "#lib/testing/route-list.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { windowOf } from "./actors.ts";
import { addressOf } from "./addresses.ts";
import { BASE_URL, loginOf, PERSON_OF_ROLE, PORT, signedIn, type Person } from "./installation.ts";
import { signInByForm } from "./sign-in.ts";
import { withAuthenticator } from "./virtual-authenticator.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
/** Where passkeys work: this machine's own address has that name. */
const NAMED = `http://localhost:${PORT}`;

// The refused codes and passkeys themselves, and pages that are refused in words.
test.use({ foreseen: [/status of 40[13]/] });

/** A window of nobody's, so that what is done there ends with it. */
async function freshWindow(browser: Browser, watch: (page: Page) => void, baseURL = BASE_URL): Promise<Page> {
  const page = await (await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } })).newPage();
  watch(page);
  return page;
}

/** The secret in the key that a person types into their app. */
function secretOf(key: string): Buffer {
  const bits = [...key.replaceAll(/\s/g, "")].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const codeNow = (secret: Buffer): string => hotp(secret, stepOf(new Date()));
const inside = (url: URL): boolean => !url.pathname.startsWith("/sign-in");

async function signOut(page: Page): Promise<void> {
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
}

async function remove(page: Page, person: Person, what: string): Promise<void> {
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Password, or a code").fill(loginOf(person).password);
  await page.getByRole("button", { name: what }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("an authenticator app is set up, asked for, stood in for by a recovery code, and taken away", async ({ browser, watch }) => {
  const page = await freshWindow(browser, watch);
  const { password, email } = loginOf("oskar");
  await page.goto("/sign-in?next=/account/second-factor");
  await signInByForm(page, "oskar");
  await page.waitForURL("/account/second-factor");
  await page.getByLabel("Password").first().fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = secretOf(await page.locator("main code").first().innerText());
  const code = codeNow(secret);
  await page.getByLabel("Code that the app shows now").fill(code);
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("Your second factor is on.")).toBeVisible();
  const codes = await page.locator("main ol li").allInnerTexts();
  expect(codes).toHaveLength(10);

  await signOut(page);
  await signInByForm(page, "oskar");
  await page.waitForURL(/\/sign-in\/second-step$/);
  await expect(page.getByText(email)).toBeVisible();
  // The password alone opened nothing.
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("tickmark.session");
  // The same once more: half a minute may have passed, and the app may show another one by now.
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveText("This code is not right, or was used before.");
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill((codes[0] ?? "").toUpperCase());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(inside);
  await page.goto("/account");
  await expect(page.getByText("9 left")).toBeVisible();
  await remove(page, "oskar", "Remove app");
  await expect(page.getByText("Six digits from an app on your phone")).toBeVisible();
  await signOut(page);
  await signInByForm(page, "oskar");
  await page.waitForURL(inside);
  await page.context().close();
});

test("a passkey is added, named, signs in without a password, is asked for its person, and signs in no more when removed", async ({ browser, watch }) => {
  const page = await freshWindow(browser, watch, NAMED);
  const device = await withAuthenticator(page);
  await page.goto("/sign-in?next=/account");
  await signInByForm(page, "jonas");
  await page.waitForURL("**/account");
  await page.getByLabel("Name of the new passkey").fill("Work laptop");
  await page.getByRole("region", { name: "Passkeys" }).getByLabel("Password").fill(loginOf("jonas").password);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("Passkey added.")).toBeVisible();
  await expect(page.locator("main ol li")).toHaveCount(10);
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Laptop at work");
  await page.getByRole("button", { name: "Rename passkey" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Laptop at work").first()).toBeVisible();

  await signOut(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(inside);
  await signOut(page);
  // A device that does not verify its person is one factor only.
  await device.setVerified(false);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText(/The browser used no passkey/)).toBeVisible();
  await device.setVerified(true);
  // After the password it is the second step.
  await signInByForm(page, "jonas");
  await page.waitForURL(/\/sign-in\/second-step/);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(inside);
  await page.goto("/account");
  await remove(page, "jonas", "Remove passkey");
  await expect(page.getByText("Laptop at work")).toHaveCount(0);
  await signOut(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText(/This passkey does not sign in here/)).toBeVisible();
  await page.context().close();
});

test("an answer to a challenge signs in once, and only the browser that asked", async ({ browser, watch }) => {
  const page = await freshWindow(browser, watch, NAMED);
  await withAuthenticator(page);
  await page.goto("/sign-in?next=/account");
  await signInByForm(page, "tomas");
  await page.waitForURL("**/account");
  await page.getByLabel("Name of the new passkey").fill("Phone");
  await page.getByRole("region", { name: "Passkeys" }).getByLabel("Password").fill(loginOf("tomas").password);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("Passkey added.")).toBeVisible();
  await signOut(page);
  const sent = page.waitForRequest((request) => request.url().includes("/api/auth/callback/passkey"));
  await page.getByRole("button", { name: "Use a passkey" }).click();
  const response = new URLSearchParams((await sent).postData() ?? "").get("response") ?? "";
  expect(response).toContain("authenticatorData");
  const challenge = (await (await sent).allHeaders())["cookie"]?.match(/tickmark\.challenge=([^;]+)/)?.[1] ?? "";
  await page.waitForURL(inside);

  for (const cookie of [`tickmark.challenge=${challenge}`, ""]) {
    const other = await browser.newContext({ baseURL: NAMED, extraHTTPHeaders: { origin: NAMED } });
    const { csrfToken } = (await (await other.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
    const cookies = (await other.cookies()).map(({ name, value }) => `${name}=${value}`);
    const answer = await other.request.post("/api/auth/callback/passkey", { form: { csrfToken, response, json: "true" }, headers: { cookie: [...cookies, cookie].filter((one) => one !== "").join("; ") } });
    expect(answer.status(), cookie === "" ? "elsewhere" : "again").toBe(401);
    await other.close();
  }
  await page.goto("/account");
  await remove(page, "tomas", "Remove passkey");
  await page.context().close();
});

test("an organization that demands a second factor leads everybody there, from every page, and opens with one", async ({ browser, watch }) => {
  const mara = await windowOf(browser, "mara", watch);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: DEMO_ORGANIZATION.timeZone }).format(new Date());
  // Addresses are found while the pages are still open.
  const addresses: { person: Person; address: string; org: string }[] = [];
  for (const entry of Object.values(PAGES).filter(({ guard }) => guard === "workspace" || guard === "portal")) {
    const person = PERSON_OF_ROLE[rolesOf(entry)[0] ?? ""] ?? "mara";
    addresses.push({ person, address: await addressOf(entry, person), org });
  }
  await mara.goto(`${org}/settings`);
  await mara.getByLabel("Of everybody, auditors too").check();
  await mara.getByLabel("From", { exact: true }).fill(today);
  await mara.getByRole("button", { name: "Save" }).first().click();
  await mara.waitForURL(/\/account\/second-factor\?next=/);

  for (const { person, address } of addresses) {
    const context = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn(person) });
    const answer = await context.request.get(address, { maxRedirects: 0 });
    const target = new URL(answer.headers()["location"] ?? "/", BASE_URL);
    expect({ address, status: answer.status(), path: target.pathname, next: target.searchParams.get("next") }).toEqual({ address, status: 307, path: "/account/second-factor", next: address });
    await context.close();
  }
  const priya = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn("priya"), extraHTTPHeaders: { origin: BASE_URL } });
  for (const answer of [
    await priya.request.get(`/api/packets/${DEMO_ORGANIZATION.slug}/pkt_any/progress`),
    await priya.request.put(`/api/uploads/evidence?org=${DEMO_ORGANIZATION.slug}`, { headers: { "x-file-length": "1", "x-file-name": "x" }, data: "x" }),
  ]) {
    expect(answer.status()).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "forbidden", reason: "second_factor_required" });
  }
  await priya.close();

  await mara.getByLabel("Password").first().fill(loginOf("mara").password);
  await mara.getByRole("button", { name: "Continue" }).click();
  const secret = secretOf(await mara.locator("main code").first().innerText());
  await mara.getByLabel("Code that the app shows now").fill(codeNow(secret));
  await mara.getByRole("button", { name: "Turn on" }).click();
  await mara.getByRole("link", { name: "I have kept them, go on" }).click();
  await mara.waitForURL(`${org}/settings`);
  await mara.goto(`${org}/people`);
  await expect(mara.getByRole("row", { name: /Mara/ }).getByRole("cell", { name: "on", exact: true })).toBeVisible();
  await expect(mara.getByRole("row", { name: /Oskar/ }).getByRole("cell", { name: "off", exact: true })).toBeVisible();
  await mara.goto(`${org}/settings`);
  await mara.getByLabel("Everybody decides for themselves").check();
  await mara.getByRole("button", { name: "Save" }).first().click();
  await expect(mara.getByText("Saved.").first()).toBeVisible();
  await mara.goto("/account");
  await remove(mara, "mara", "Remove app");
  await mara.context().close();
});
