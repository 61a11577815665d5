import { PAGES, rolesOf } from "#lib/testing/route-list.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { addressOf } from "./addresses.ts";
import { fillWithHostileText, HOSTILE_ELEMENT } from "./hostile-text.ts";
import { BASE_URL, PERSON_OF_ROLE, signedIn } from "./installation.ts";
import { expect, test } from "./watched-page.ts";

test.describe.configure({ mode: "serial" });

const org = `/${DEMO_ORGANIZATION.slug}`;
/** Far fewer than there are: a guard against a filling that reached nothing. */
const LEAST = { columns: 30, pages: 30 };

test("markup and formulas in every text of every table stay text on every page", async ({ browser, watch }) => {
  test.setTimeout(300_000);
  const { filled, refused } = await fillWithHostileText();
  expect(filled.length, `refused by their shape: ${refused.join(", ")}`).toBeGreaterThanOrEqual(LEAST.columns);
  let showing = 0;
  for (const [person, pages] of byPerson()) {
    const context = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn(person) });
    const page = await context.newPage();
    watch(page);
    for (const [file, entry] of pages) {
      await page.goto(await addressOf(entry, person));
      await expect(page.locator("h1"), file).toHaveCount(1);
      expect(await page.locator(HOSTILE_ELEMENT).count(), `an element out of a text on ${file}`).toBe(0);
      if ((await page.locator("body").innerText()).includes(`<${HOSTILE_ELEMENT}`)) showing += 1;
    }
    await context.close();
  }
  expect(showing, "pages that show hostile text as text").toBeGreaterThanOrEqual(LEAST.pages);
});

test("a formula in a text is no formula in the file of a list", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: BASE_URL, storageState: signedIn("ines") });
  const answer = await context.request.get(`${org}/lists/controls/file?format=csv`);
  expect(answer.status()).toBe(200);
  const text = await answer.text();
  expect(text).toContain("'=HYPERLINK(1)");
  expect(text).not.toMatch(/(^|[",\n])=HYPERLINK/);
  await context.close();
});

/** Every page that an address alone opens, under the person who sees most of it: one window each. */
function byPerson(): Map<(typeof PERSON_OF_ROLE)[string], [string, (typeof PAGES)[string]][]> {
  const of = new Map<(typeof PERSON_OF_ROLE)[string], [string, (typeof PAGES)[string]][]>();
  for (const [file, entry] of Object.entries(PAGES)) {
    if (entry.guard === "public") continue;
    const person = PERSON_OF_ROLE[rolesOf(entry)[0] ?? ""] ?? "mara";
    of.set(person, [...(of.get(person) ?? []), [file, entry]]);
  }
  return of;
}
