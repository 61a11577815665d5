import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { PAGES, rolesOf, type PageEntry } from "#lib/testing/route-list.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { addressOf } from "./addresses.ts";
import { PERSON_OF_ROLE, signedIn, type Person } from "./installation.ts";
import { personalLink } from "./personal-link.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
const DESK = { width: 1440, height: 900 };
/** 210 mm less the margins of 14 mm, in CSS pixels. */
const A4_WIDTH = 688;

/** Whoever sees most of a page looks at it: the first role that holds its permission. */
function viewerOf(entry: PageEntry): Person {
  return PERSON_OF_ROLE[rolesOf(entry)[0] ?? ""] ?? "mara";
}

/** Without frames nothing has to be put together from several documents, for which axe would open a window of its own each time. */
function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(page.frames().length === 1);
}

/** Runs axe and expects no violation; fewer rules that passed than `least` mean that it did not look. */
async function expectClean(axe: AxeBuilder, least: number): Promise<void> {
  const { violations, passes } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`) }))).toEqual([]);
  expect(passes.length).toBeGreaterThanOrEqual(least);
}

/** Everything that axe knows of WCAG 2.2 A and AA, and its own best practices; nothing is left out. */
async function expectNoAxeViolation(page: Page): Promise<void> {
  // A title may come a moment after the page.
  await expect(page).toHaveTitle(/\S/);
  await expectClean(axeOf(page).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]), 11);
}

/** The page that was just checked, in the other theme: only colours differ there, never an element, so only the rules of colour are asked again. */
async function expectNoAxeViolationOfColour(page: Page): Promise<void> {
  await expectClean(axeOf(page).withRules(["color-contrast", "link-in-text-block"]), 1);
}

/** The page itself never scrolls sideways; what is wider than the window scrolls within a region of its own. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { excess, outside, width } = await page.evaluate(() => {
    const root = document.documentElement;
    const scrolls = (element: Element): boolean => element !== root && element !== document.body && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
    const free = (element: Element): boolean => {
      for (let above = element.parentElement; above !== null; above = above.parentElement) if (scrolls(above)) return false;
      return true;
    };
    const wider = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && free(element));
    return { excess: root.scrollWidth - root.clientWidth, outside: wider.slice(0, 4).map((element) => element.outerHTML.slice(0, 160)), width: root.clientWidth };
  });
  expect({ excess, outside: excess > 0 ? outside : [] }, `${page.url()} at ${width} px`).toEqual({ excess: 0, outside: [] });
}

/** On a sheet of A4 between its margins nothing is cut off at the side, and nothing stands that only a screen needs. */
async function expectPaperHoldsIt(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: A4_WIDTH, height: 1000 });
  await expectNoSidewaysScroll(page);
  await expect(page.locator(".side, .phone-bar, .page-actions, .filter-bar, .skip-link, .toasts").filter({ visible: true })).toHaveCount(0);
}

for (const [file, entry] of Object.entries(PAGES)) {
  test.describe(file, () => {
    // A personal link is sent by whoever makes packets.
    const viewer = file.startsWith("app/d/") ? "ines" : viewerOf(entry);
    const signedOut = file === "app/(auth)/sign-in/page.tsx";
    test.use({ storageState: signedOut ? { cookies: [], origins: [] } : signedIn(viewer), viewport: DESK });

    test("passes axe in light and in dark, reflows at 320 px and at 200 %, and fits on paper", async ({ page }) => {
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      const address = file.startsWith("app/d/") ? (await personalLink(page, "Reader", "reader-of-the-page@calder.example")).link : await addressOf(entry, viewer);
      await page.goto(address);
      await expect(page.locator("main, [role=main]").first()).toBeVisible();
      await expect(page.locator("h1")).toHaveCount(1);
      await expectNoAxeViolation(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectNoAxeViolationOfColour(page);
      // A window of 1280 px at 200 % shows 640 CSS pixels; 320 is the same at 400 % (WCAG 1.4.10).
      for (const width of [640, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await expectNoSidewaysScroll(page);
      }
      await expectPaperHoldsIt(page);
    });
  });
}

/** The page of a record or a state that no address of the list leads to. */
const STATES: readonly { what: string; person: Person; address: string; foreseen?: RegExp }[] = [
  { what: "an address that leads nowhere", person: "mara", address: `${org}/nowhere`, foreseen: /status of 404/ },
  { what: "a page that a role may not see", person: "oskar", address: `${org}/overview` },
  { what: "a list that its filters leave empty", person: "priya", address: `${org}/alerts?q=nothing-is-called-so` },
  { what: "a table that its filters leave empty", person: "ines", address: `${org}/evidence?q=nothing-is-called-so&control=SYS.1.01` },
  { what: "an address with a filter that cannot be", person: "ines", address: `${org}/audit-trail?cursor=broken` },
];

test.describe("states", () => {
  for (const { what, person, address, foreseen } of STATES) {
    test(`${what} passes axe in light and in dark`, async ({ browser }) => {
      const context = await browser.newContext({ storageState: signedIn(person), viewport: DESK, reducedMotion: "reduce", colorScheme: "light" });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" && foreseen?.test(message.text()) !== true) complaints.push(message.text());
      });
      await page.goto(address);
      await expect(page.locator("h1")).toHaveCount(1);
      await expectNoAxeViolation(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectNoAxeViolationOfColour(page);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
});

test.describe("the theme that a person chose", () => {
  test.use({ storageState: signedIn("priya") });

  test("stands against the system's, is there without a flash, and passes axe", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`${org}/overview`);
    await page.getByRole("button", { name: "Dark" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    const answer = await page.request.get(`${org}/overview`);
    expect(await answer.text()).toMatch(/<html[^>]*data-theme="dark"/);
    await page.reload();
    await expectNoAxeViolation(page);
    await page.getByRole("button", { name: "As the system" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "system");
  });
});
