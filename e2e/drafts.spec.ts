import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { windowOf } from "./actors.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
const CODE = "ACC.1.02";
const SENTENCE = " Accounts of machines are gone through too.";
const control = `${org}/controls/${CODE}`;

test.describe.configure({ timeout: 240_000 });

test("a statement is changed by one person, met by another's change, approved by that one, and its history shows the words", async ({ browser, watch }) => {
  const ines = await windowOf(browser, "ines", watch);
  const mara = await windowOf(browser, "mara", watch);
  const statement = ines.getByLabel("Statement", { exact: true });
  let before = "";

  await test.step("what was typed is still there after the page was left, and is taken up again", async () => {
    await ines.goto(control);
    await ines.getByRole("link", { name: "Edit", exact: true }).click();
    await expect(statement).toBeVisible();
    before = await statement.inputValue();
    await expect(async () => {
      await statement.fill(`${before}${SENTENCE}`);
      await expect(ines.getByRole("button", { name: "Send for review" })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await ines.reload();
    await ines.getByRole("button", { name: "Take it up again" }).click();
    await expect(statement).toHaveValue(`${before}${SENTENCE}`);
  });

  await test.step("what another person recorded in the same place meanwhile is brought together with it, never written over", async () => {
    await ines.getByLabel("Context", { exact: true }).fill("Of Ines.");
    await mara.goto(`${control}/edit`);
    await expect(async () => {
      await mara.getByLabel("Context", { exact: true }).fill("Of Mara.");
      await expect(mara.locator("main")).toContainText("Recorded at once: context", { timeout: 1_000 });
    }).toPass();
    await mara.getByRole("button", { name: "Save", exact: true }).click();
    await mara.waitForURL(control);
    await ines.getByRole("button", { name: "Send for review" }).click();
    const theirs = ines.getByRole("group", { name: "Changes of others" });
    await expect(theirs).toContainText("Mara Fitzgerald changed this control while you were at it.");
    await expect(theirs.locator("ins").filter({ hasText: "Mara" }).first()).toBeVisible();
    await theirs.getByText("Both, edited together").click();
    await theirs.getByLabel("Context, edited together").fill("Of Mara and Ines.");
    await ines.getByLabel("Why it changes").fill("The auditors asked.");
    await ines.getByRole("button", { name: "Send for review" }).click();
    await ines.waitForURL(/\/controls\/drafts\/drf_/);
    await expect(ines.locator("main ins").filter({ hasText: "Accounts of machines" })).toBeVisible();
    await expect(ines.getByRole("button", { name: "Approve" })).toBeHidden();
  });

  await test.step("the other person approves it", async () => {
    await mara.goto(`${org}/my-work`);
    await mara.getByRole("listitem").filter({ hasText: CODE }).getByRole("link", { name: "Change proposed: statement" }).click();
    await expect(mara.locator("main")).toContainText("The auditors asked.");
    await mara.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(mara.locator("main")).toContainText("Approved by Mara Fitzgerald");
  });

  await test.step("the control says it now, and its history which words came and who approved them", async () => {
    await ines.goto(control);
    await expect(ines.locator("main")).toContainText(SENTENCE.trim());
    const entry = ines.getByRole("listitem").filter({ hasText: "proposed by Ines Okafor, approved by Mara Fitzgerald" });
    await entry.getByText("Changed: statement").click();
    await expect(entry.locator("ins").filter({ hasText: "Accounts of machines" })).toBeVisible();
  });
  await ines.context().close();
  await mara.context().close();
});
