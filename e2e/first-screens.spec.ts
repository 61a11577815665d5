import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { loginOf, type Person } from "./installation.ts";

async function signIn(page: Page, person: Person): Promise<void> {
  const { email, password } = loginOf(person);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

const FIRST: readonly { person: Person; path: RegExp; heading: RegExp }[] = [
  { person: "ines", path: /\/fernhall\/overview$/, heading: /Overview of Fernhall Systems/ },
  { person: "tomas", path: /\/fernhall\/my-work$/, heading: /My work/ },
  { person: "jonas", path: /\/fernhall\/alerts$/, heading: /Alerts/ },
  { person: "ruth", path: /\/auditor\/eng_[^/]+$/, heading: /New since last visit/ },
];

for (const { person, path, heading } of FIRST) {
  test(`${person} begins on their own first screen`, async ({ page }) => {
    await signIn(page, person);
    await expect(page).toHaveURL(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  });
}

test("a wrong password and an unknown person are told the same", async ({ page }) => {
  const answers: string[] = [];
  for (const email of [loginOf("oskar").email, "nobody@fernhall.example"]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password of anybody");
    await page.getByRole("button", { name: "Sign in" }).click();
    answers.push((await page.locator("main [role=alert]").first().innerText()).trim());
  }
  expect(answers[0]).not.toBe("");
  expect(answers[1]).toBe(answers[0]);
});

test("without a session every address leads to sign-in", async ({ page }) => {
  for (const path of ["/fernhall/overview", "/fernhall/alerts", "/auditor/eng_x"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
});

test("an auditor is shown nothing of the workspace", async ({ page }) => {
  await signIn(page, "ruth");
  for (const path of ["/fernhall/alerts", "/fernhall/people", "/fernhall/settings"]) {
    await page.goto(path);
    await expect(page).not.toHaveURL(new RegExp(`${path}$`));
  }
});

const SHOWN: readonly { person: Person; paths: readonly string[] }[] = [
  { person: "ines", paths: ["/fernhall/overview", "/fernhall/controls", "/fernhall/controls/SYS.2.07", "/fernhall/evidence", "/fernhall/packets", "/fernhall/incidents"] },
  { person: "jonas", paths: ["/fernhall/alerts", "/fernhall/logs", "/fernhall/rules"] },
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const { person, paths } of SHOWN) {
    test(`axe finds nothing on the screens of ${person}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await signIn(page, person);
      for (const path of paths) {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`)).toEqual([]);
      }
    });
  }
}

test("nothing scrolls sideways at 320 px", async ({ page }) => {
  await signIn(page, "ines");
  await page.setViewportSize({ width: 320, height: 800 });
  for (const path of ["/fernhall/overview", "/fernhall/controls/SYS.2.07", "/fernhall/evidence", "/fernhall/incidents"]) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBe(0);
  }
});
