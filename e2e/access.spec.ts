import { PAGES, rolesOf } from "#lib/testing/route-list.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { windowOf } from "./actors.ts";
import { addressOf } from "./addresses.ts";
import { BASE_URL, demoLogins, loginOf, PERSON_OF_ROLE, signedIn, type Person } from "./installation.ts";
import { openSession, signInByForm } from "./sign-in.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;

const REFUSED = /You cannot see this|Nothing at this address|Your role does not|Only (administrators|compliance) /;

/** Whether nobody need be signed in: the address is public, or a secret of its own. */
const isOpen = ({ guard }: { guard: string }): boolean => guard === "public" || guard === "token";

/** What is read on a page; scripts carry the words of states that are not shown. */
function shownIn(html: string): string {
  return html.replaceAll(/<(script|svg|style|head)\b[\s\S]*?<\/\1>/g, "").replaceAll(/<[^>]+>/g, " ");
}

const FIRST_SCREENS: readonly { person: Person; address: RegExp; heading: RegExp }[] = [
  { person: "mara", address: new RegExp(`^${org}/overview$`), heading: /Overview|Fernhall|period/i },
  { person: "ines", address: new RegExp(`^${org}/overview$`), heading: /./ },
  { person: "jonas", address: new RegExp(`^${org}/alerts$`), heading: /Alerts/ },
  { person: "tomas", address: new RegExp(`^${org}/my-work$`), heading: /My work/ },
  { person: "oskar", address: new RegExp(`^${org}/my-work$`), heading: /My work/ },
  { person: "ruth", address: /^\/auditor\/eng_[^/]+$/, heading: /./ },
];

test.describe("first screens", () => {
  for (const { person, address, heading } of FIRST_SCREENS) {
    test(`${person} signs in and begins where their work is`, async ({ page }) => {
      await page.goto("/");
      await expect(page).toHaveURL("/sign-in");
      await signInByForm(page, person);
      await page.waitForURL((url) => address.test(url.pathname));
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    });
  }
});

test.describe("without a session", () => {
  test("every page leads to sign-in and back, or is public", async ({ request }) => {
    for (const [file, entry] of Object.entries(PAGES)) {
      if (isOpen(entry)) continue;
      const person = PERSON_OF_ROLE[rolesOf(entry)[0] ?? ""] ?? "mara";
      const address = await addressOf(entry, person);
      const answer = await request.get(address, { maxRedirects: 0 });
      const target = new URL(answer.headers()["location"] ?? "/", BASE_URL);
      expect({ file, status: answer.status(), path: target.pathname }, file).toEqual({ file, status: 307, path: "/sign-in" });
      if (address !== "/") expect(target.searchParams.get("next"), file).toBe(address);
    }
  });

  test("who signs in on the way to an address arrives there", async ({ page }) => {
    await page.goto(`${org}/incidents?status=closed`);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await signInByForm(page, "ines");
    await page.waitForURL(`${org}/incidents?status=closed`);
    await expect(page.getByRole("heading", { level: 1, name: "Incidents" })).toBeVisible();
  });

  for (const elsewhere of ["https://elsewhere.example/", "//elsewhere.example/x", "/\\elsewhere.example", "/%5Celsewhere.example", "javascript:alert(1)", "/.//elsewhere.example"]) {
    test(`sign-in does not lead on to ${elsewhere}`, async ({ page }) => {
      await page.goto(`/sign-in?next=${encodeURIComponent(elsewhere)}`);
      await signInByForm(page, "oskar");
      await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
      expect(new URL(page.url()).origin).toBe(BASE_URL);
    });
  }

  test("a wrong password, an unknown address and a malformed one are answered with the same words", async ({ page }) => {
    await page.goto("/sign-in");
    const said: string[] = [];
    for (const email of [loginOf("tomas").email, "nobody@fernhall.example", "nobody@nowhere"]) {
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill("not the password of anybody");
      await Promise.all([page.waitForResponse((answer) => answer.url().includes("/api/auth/callback/credentials")), page.getByRole("button", { name: "Sign in" }).click()]);
      await expect(page.getByLabel("Password")).toBeFocused();
      said.push(await page.getByRole("alert").filter({ hasText: /\S/ }).innerText());
      expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
    }
    expect([...new Set(said.map((text) => text.trim()))]).toEqual(["E-mail or password is not right."]);
  });

  // The refused sign-in itself, and an address of this site that leads nowhere.
  test.use({ foreseen: [/status of 40[14]/] });
});

test.describe("each role", () => {
  for (const [role, person] of Object.entries(PERSON_OF_ROLE)) {
    test(`${role}: sees what the permission table gives, is told of what it does not, and meets no error`, async ({ browser }) => {
      const context = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn(person) });
      for (const [file, entry] of Object.entries(PAGES)) {
        // A personal link is nobody's by role; the tests of schedules open one.
        if (file.startsWith("app/d/")) continue;
        const holders = rolesOf(entry);
        const owner = PERSON_OF_ROLE[holders.find((one) => one === role) ?? holders[0] ?? ""] ?? "mara";
        const address = await addressOf(entry, owner);
        const answer = await context.request.get(address);
        const shown = shownIn(await answer.text());
        const ended = new URL(answer.url()).pathname;
        expect(answer.status(), `${file} as ${role}`).toBeLessThan(500);
        if ((holders as string[]).includes(role)) {
          expect(answer.status(), `${file} as ${role}`).toBe(200);
          expect(REFUSED.exec(shown)?.[0], `${file} as ${role}`).toBeUndefined();
        } else if (role === "auditor") {
          expect(ended, `${file} as ${role}`).toMatch(/^\/auditor\/eng_[^/]+$/);
        } else {
          const refused = answer.status() === 404 || REFUSED.test(shown) || ended !== new URL(address, BASE_URL).pathname;
          expect(refused, `${file} as ${role}: ${answer.status()} ${ended}`).toBe(true);
        }
      }
      await context.close();
    });
  }

  test("an employee's navigation holds My work and Help alone", async ({ browser, watch }) => {
    const context = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn("oskar") });
    const page = await context.newPage();
    watch(page);
    await page.goto("/");
    await page.waitForURL(`${org}/my-work`);
    const links = page.getByRole("navigation").first().getByRole("link");
    await expect(links).toHaveText([/^My work/, /^Help/]);
    await context.close();
  });

  test("what another organization has, what does not exist, and what was never an id look the same", async ({ browser }) => {
    const page = await windowOf(browser, "mara", () => undefined);
    const said: string[] = [];
    for (const address of ["/another-company/overview", `${org}/incidents/inc_00000000000000000000000000`, `${org}/people/nobody`, `${org}/no-such-page`, "/auditor/eng_unknown"]) {
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(404);
      said.push(await page.getByRole("heading", { level: 1 }).innerText());
    }
    expect(new Set(said)).toEqual(new Set(["Nothing at this address"]));
    await page.context().close();
  });
});

test.describe("sessions", () => {
  // The bell asks on, and is told that nobody is signed in any more.
  test.use({ foreseen: [/status of 401 .*\/notifications\/unread/] });

  test("a session that is ended elsewhere is refused with its next click", async ({ page, browser }) => {
    const userAgent = "A browser that was left open at the office";
    const doomed = await openSession("tomas", userAgent);
    await page.context().addCookies((await doomed.storageState()).cookies);
    await page.goto(`${org}/my-work`);
    await expect(page.getByRole("heading", { level: 1, name: "My work" })).toBeVisible();

    const other = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn("tomas") });
    const account = await other.newPage();
    await account.goto("/account");
    const row = account.getByRole("listitem").filter({ has: account.getByTitle(userAgent) });
    await row.getByRole("button", { name: /^End session/ }).click();
    await expect(row).toHaveCount(0);
    await other.close();

    await page.getByRole("navigation").first().getByRole("link", { name: "Controls" }).click();
    await page.waitForURL(/\/sign-in\?next=/);
    await doomed.dispose();
  });

  test("signing out ends the session on the server, not in the browser alone", async ({ page }) => {
    const session = await openSession("oskar");
    const { cookies } = await session.storageState();
    await page.context().addCookies(cookies);
    await page.goto(`${org}/my-work`);
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.waitForURL("/sign-in");
    const again = await session.get(`${org}/my-work`, { maxRedirects: 0 });
    expect(again.status()).toBe(307);
    await session.dispose();
  });
});

test.describe("what every page carries", () => {
  test("a policy with a fresh nonce that all its scripts bear, and the headers that go with it", async ({ browser }) => {
    const context = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn("mara") });
    const nonces = new Set<string>();
    for (const address of ["/sign-in", "/account", `${org}/overview`, `${org}/incidents`, `${org}/nowhere`, "/gallery"]) {
      const answer = await context.request.get(address);
      const headers = answer.headers();
      const nonce = /script-src [^;]*'nonce-([A-Za-z0-9+/=]+)'/.exec(headers["content-security-policy"] ?? "")?.[1] ?? "";
      expect(nonce.length, address).toBeGreaterThan(20);
      nonces.add(nonce);
      expect(headers["content-security-policy"], address).not.toMatch(/unsafe-inline|unsafe-eval/);
      expect(headers["content-security-policy"], address).toMatch(/frame-ancestors 'none'/);
      expect(headers, address).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin" });
      expect(headers["x-powered-by"], address).toBeUndefined();
      const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.length, address).toBeGreaterThan(0);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)), address).toEqual([]);
      expect(headers["cache-control"], address).toMatch(/no-store|private/);
    }
    expect(nonces.size).toBe(6);
    await context.close();
  });

  test("the session's cookie is out of reach for scripts and other sites", async () => {
    const session = await openSession("oskar");
    const cookie = (await session.storageState()).cookies.find((one) => one.name.endsWith("tickmark.session"));
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    // It says nothing about its holder: an encrypted token.
    expect(cookie?.value.split(".")).toHaveLength(5);
    await session.dispose();
  });

  test("a changing request that another site's page sent is refused", async () => {
    const session = await openSession("priya");
    const answer = await session.put(`/api/uploads/evidence?org=${DEMO_ORGANIZATION.slug}`, { headers: { origin: "https://elsewhere.example", "x-file-length": "1", "x-file-name": "x" }, data: "x" });
    expect(answer.status()).toBe(403);
    await session.dispose();
  });

  test("demo logins are shown to nobody who has not the terminal or the data folder", async ({ page }) => {
    await page.goto("/sign-in");
    const shown = await page.content();
    for (const { password } of demoLogins()) expect(shown).not.toContain(password);
  });
});
