import { randomBytes } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { windowOf } from "./actors.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
const main = (page: Page): Locator => page.locator("main");
const CONTROL = "GOV.4.03";
const REQUEST = "What is overdue, and who knows";

/** A framework of two clauses; with an unknown group in its second item until it is mended. */
function frameworkFile(id: string, group: string): Buffer {
  return Buffer.from(`id: ${id}
name: Harbour code ${id.slice(-6)}
edition: "2026"
item_label: { one: clause, many: clauses }
groups:
  - { id: H1, title: Following up }
requirements:
  - { id: H1.1, group: H1, title: Weaknesses are followed to repair }
  - { id: H1.2, group: ${group}, title: Ships carry a lantern at night }
`);
}

test("a new framework, from nothing to a work list, to an owner who answers it", async ({ browser, watch }) => {
  const id = `harbour-${randomBytes(3).toString("hex")}`;
  const ines = await windowOf(browser, "ines", watch);
  let home = "";

  await test.step("the compliance manager sends a file with a mistake, and is told where it is", async () => {
    await ines.goto(`${org}/frameworks/upload`);
    await ines.getByLabel("Framework", { exact: true }).setInputFiles({ name: "harbour.yaml", mimeType: "application/yaml", buffer: frameworkFile(id, "H9") });
    await expect(ines.getByRole("list", { name: "Problems" })).toContainText("line 9, column 5: “H1.2” belongs to the unknown group “H9”.");
    await expect(ines.getByRole("button", { name: "Add framework" })).toHaveCount(0);
  });

  await test.step("she mends it and adds it, and it is adopted", async () => {
    await ines.getByRole("link", { name: "Another file" }).click();
    await ines.getByLabel("Framework", { exact: true }).setInputFiles({ name: "harbour.yaml", mimeType: "application/yaml", buffer: frameworkFile(id, "H1") });
    await ines.getByRole("button", { name: "Add framework" }).click();
    await expect(main(ines).getByRole("status")).toContainText("taken as version 1, and adopted");
    await main(ines).getByRole("link", { name: "Open it" }).click();
    await expect(ines.getByRole("heading", { level: 1, name: /Harbour code/ })).toBeVisible();
    home = new URL(ines.url()).pathname;
  });

  await test.step("a proposal maps one clause; the other stays a gap on the work list", async () => {
    await ines.goto(`${home}/mappings?control=${CONTROL}`);
    await ines.getByRole("checkbox", { name: `${CONTROL} to H1.1` }).check();
    await ines.getByRole("button", { name: "Accept as proposed" }).click();
    await expect(ines.getByText("1 mapping waits for approval").first()).toBeVisible();
    await ines.goto(`${home}/outlook`);
    await expect(main(ines).getByRole("table")).toContainText("Ships carry a lantern at night");
  });

  await test.step("another person approves the mapping", async () => {
    const mara = await windowOf(browser, "mara", watch);
    await mara.goto(`${org}/my-work`);
    await mara.getByRole("listitem").filter({ hasText: CONTROL }).getByRole("link", { name: /^Change proposed/ }).click();
    await mara.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(main(mara)).toContainText("Approved by Mara Fitzgerald");
    await mara.context().close();
    await ines.goto(`${home}?show=all`);
    await expect(main(ines).getByRole("table").first()).toContainText("H1.1");
  });

  await test.step("she gives the control's evidence request to an owner", async () => {
    await ines.goto(`${org}/controls/${CONTROL}?view=owners`);
    const form = main(ines).locator("form").filter({ has: ines.getByRole("combobox", { name: new RegExp(REQUEST) }) });
    const hannas = ines.getByRole("option", { name: /^Hanna/ });
    // What is typed before the page has come alive is not looked for.
    await expect(async () => {
      await form.getByRole("combobox", { name: new RegExp(REQUEST) }).fill("Hanna");
      await expect(hannas).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await hannas.click();
    await form.getByRole("button", { name: "Set owner" }).click();
    await expect(ines.getByText(/Hanna .*owns it now/).first()).toBeVisible();
  });

  await test.step("it stands in the owner's work, and they answer it from there", async () => {
    const hanna = await windowOf(browser, "hanna", watch);
    await hanna.goto(`${org}/my-work`);
    await main(hanna).getByRole("listitem").filter({ hasText: REQUEST }).getByRole("link", { name: "Add evidence" }).click();
    await main(hanna).getByRole("link", { name: "Note", exact: true }).click();
    await hanna.waitForURL(/[?&]kind=note/);
    await hanna.getByLabel("Title", { exact: true }).fill(`Overdue findings, ${id}`);
    await hanna.getByLabel("Note", { exact: true }).last().fill("Gone through with the owners; two were raised to the head of engineering.");
    await hanna.getByRole("button", { name: "Submit evidence" }).click();
    await expect(hanna.getByRole("heading", { level: 1 })).toContainText(/EV-\d+|Overdue findings/);
    await hanna.context().close();
  });

  await test.step("she accepts it, and the request, the clause and its freshness stand otherwise", async () => {
    await ines.goto(`${org}/evidence?q=${id}`);
    await main(ines).getByRole("table").getByRole("link", { name: new RegExp(id) }).click();
    await ines.getByRole("button", { name: "Accept" }).click();
    await expect(main(ines)).toContainText("Accepted");
    await ines.goto(home);
    await expect(main(ines)).toContainText("H1.1");
    await ines.goto(`${org}/controls/${CONTROL}`);
    await expect(main(ines).getByRole("row").filter({ hasText: REQUEST }).first()).toContainText("Met");
    await ines.goto(`${home}/freshness`);
    await expect(main(ines).getByRole("table", { name: "Freshness by control" })).toContainText(CONTROL);
  });
  await ines.context().close();
});
