import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { workbook } from "#lib/spreadsheets/workbook.fixtures.ts";
import { mailedLink } from "./mailed-link.ts";
import { expect, test } from "./watched-page.ts";
import { withoutFlaw } from "./without-flaw.ts";

const PASSWORD = "a sentence that only Wren would think of";
const OWNERS = ["Ruth Adeyemi <ruth@wrenfield.example>", "Jonas Weber <jonas@wrenfield.example>"];
const CRITERIA = ["CC6.1", "CC6.2", "CC6.3", "CC7.2", "CC8.1"];

/** Forty controls as a company keeps them, one row with a mistake. */
function fortyControls(): Buffer {
  const rows = Array.from({ length: 40 }, (_, index) => [
    `WF-${String(index + 1).padStart(2, "0")}`, `Control ${index + 1} of Wrenfield`, `What Wrenfield does about it, part ${index + 1}.`,
    OWNERS[index % 2] ?? "", "Quarterly", index % 3 === 0 ? "Automated" : "Manual", CRITERIA[index % CRITERIA.length] ?? "", "The record and its date",
  ]);
  return workbook([["Controls of Wrenfield"], ["Control ID", "Control name", "Description", "Control owner", "Frequency", "Type", "SOC 2 criteria", "Evidence"], ...rows, ["WF-41", "A control of nobody", "", "Nobody Known", "", "", "", ""]]);
}

test("a stranger answers, imports forty controls, invites two owners and sees a readiness that says what is not yet known; takes everything out, deletes it, and holds a receipt", async ({ page }) => {
  const email = "wren@wrenfield.example";
  await page.goto("/new-organization");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByText("A mail is on its way.")).toBeVisible();
  await page.goto((await mailedLink(email, "new-organization")).link);
  await page.getByLabel("Your name").fill("Wren Field");
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByLabel("Organization").fill("Wrenfield");
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL("**/wrenfield/first-week");
  await page.getByRole("link", { name: "Begin" }).click();

  await page.getByRole("checkbox", { name: "AWS" }).check();
  await page.getByRole("group", { name: "Scanners" }).getByLabel("We have none").check();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.waitForURL("**/first-week/frameworks");
  await page.getByRole("checkbox", { name: /SOC 2/ }).check();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.waitForURL("**/first-week/controls");

  await page.getByRole("link", { name: "Import a spreadsheet" }).click();
  await page.waitForURL("**/controls/import");
  await page.locator("input[type=file]").setInputFiles({ name: "wrenfield.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: fortyControls() });
  await expect(page.getByText("row 43, column Control owner")).toBeVisible();
  await withoutFlaw(page);
  await page.getByRole("button", { name: "Import 40 controls" }).click();
  await expect(page.getByText("40 created, 0 changed, 0 left as they were, 1 row with problems left out.")).toBeVisible();
  await page.getByRole("link", { name: "Go on with the first week" }).click();
  await page.getByRole("button", { name: "Go on with these" }).click();
  await page.waitForURL("**/first-week/requests");
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await page.waitForURL("**/first-week/owners");
  await withoutFlaw(page);
  for (const name of ["Jonas Weber", "Ruth Adeyemi"]) {
    const row = page.getByRole("listitem").filter({ hasText: name });
    await row.getByRole("button", { name: "Invite" }).click();
    await expect(row.getByText("20 controls, invited")).toBeVisible();
  }
  await mailedLink("ruth@wrenfield.example", "join");
  await page.getByRole("button", { name: "Go on to readiness" }).click();
  await page.waitForURL("**/first-week/readiness");
  await expect(page.getByText("Not yet known").first()).toBeVisible();
  await expect(page.getByText("40 of 40")).toBeVisible();
  await withoutFlaw(page);
  await page.getByRole("button", { name: "Finish the first week" }).click();
  await page.waitForURL("**/wrenfield/overview");

  await page.goto("/wrenfield/settings/data");
  await page.getByRole("button", { name: "Export everything" }).click();
  await proveIn(page, "Export everything");
  const archive = page.getByRole("link", { name: /^Download the archive/ });
  await expect(archive).toBeVisible({ timeout: 60_000 });
  await withoutFlaw(page);
  expect(await verified(page, () => archive.click())).toMatch(/INTACT/);

  await page.getByRole("button", { name: "Delete this organization" }).click();
  await page.getByRole("dialog").getByLabel(/^Type the organization’s name/).fill("Wrenfield");
  await proveIn(page, "Delete this organization");
  const receipt = (await page.getByRole("link", { name: "Keep its address" }).getAttribute("href")) ?? "";
  await expect(async () => {
    await page.goto(receipt);
    await expect(page.getByRole("heading", { name: "Wrenfield was deleted" })).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  await withoutFlaw(page);
  expect(await verified(page, () => page.getByRole("link", { name: "Signed receipt, JSON" }).click())).toMatch(/^VALID [\s\S]*Wrenfield was deleted on [\s\S]*signed by the key +[0-9a-f]{64}/);
  await page.goto("/wrenfield/overview");
  await expect(page).toHaveURL(/\/sign-in/);
});

/** Shows in the open dialog that it is still her, and presses its button. */
async function proveIn(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Password/).fill(PASSWORD);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toHaveCount(0);
}

/** What `tickmark verify` says of what is downloaded, as a program that knows nothing of the installation. */
async function verified(page: Page, press: () => Promise<void>): Promise<string> {
  const download = page.waitForEvent("download");
  await press();
  const file = await download;
  const kept = path.join(mkdtempSync(path.join(tmpdir(), "tickmark-")), file.suggestedFilename());
  await file.saveAs(kept);
  const { status, stdout } = spawnSync(process.execPath, ["lib/cli/main.ts", "verify", kept], { encoding: "utf8" });
  expect(status, stdout).toBe(0);
  return stdout;
}
