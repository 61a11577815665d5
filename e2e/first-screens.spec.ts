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
