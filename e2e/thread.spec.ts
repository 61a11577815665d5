import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { windowOf } from "./actors.ts";
import { sampleLog } from "./sample-log.ts";
import { signInByForm } from "./sign-in.ts";
import { expect, test } from "./watched-page.ts";

const org = `/${DEMO_ORGANIZATION.slug}`;
const PROJECT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const INTERNAL = "Internal only: the contractor's manager was told.";
const SHARED = "The address was blocked at the edge at once.";
const CAUSE = "A contractor's account was left open after the contract had ended.";

const main = (page: Page): Locator => page.locator("main");
const heading = (page: Page, name: string | RegExp): Locator => page.getByRole("heading", { level: 1, name });
/** The form whose button says this: several forms of a page have a field of the same name. */
const formWith = (page: Page, button: string): Locator => page.locator("form").filter({ has: page.getByRole("button", { name: button, exact: true }) });

test.describe.configure({ timeout: 240_000 });
// Addresses that an auditor may not see answer 404, and the browser notes that.
test.use({ foreseen: [/status of 404/] });

test("from a raw log to a packet that an auditor verifies alone", async ({ page: jonas, browser, watch }, info) => {
  const log = sampleLog("gate-07", "192.0.2.77");
  let incidentAddress = "";
  let evidence = "";
  let packetAddress = "";

  await test.step("Jonas signs in and begins with the alerts", async () => {
    await jonas.setViewportSize({ width: 1440, height: 900 });
    await jonas.goto("/sign-in");
    await signInByForm(jonas, "jonas");
    await jonas.waitForURL(`${org}/alerts`);
    await expect(heading(jonas, /^Alerts/)).toBeVisible();
  });

  await test.step("he brings a log and sees what was read, what was not understood, and what it raised", async () => {
    await jonas.getByRole("navigation").first().getByRole("link", { name: "Logs" }).click();
    await jonas.getByRole("link", { name: "Import a log" }).click();
    await jonas.getByLabel("Source", { exact: true }).fill(log.host);
    await jonas.getByLabel("Log file", { exact: true }).setInputFiles({ name: "auth.log", mimeType: "text/plain", buffer: Buffer.from(log.text) });
    await main(jonas).getByRole("status").getByRole("link", { name: "Show the segment" }).click();
    await expect(heading(jonas, /auth\.log/)).toBeVisible();
    await expect(main(jonas).getByRole("table", { name: "Alerts raised from this segment" })).toContainText("SSH brute force", { timeout: 60_000 });
    await expect(figure(jonas, "Lines understood")).toContainText(`${log.lines - log.notUnderstood} of ${log.lines}`);
    await expect(figure(jonas, "Not understood")).toContainText(`${log.notUnderstood}`);
    await expect(main(jonas)).toContainText("this is no line of a log");
    for (const raised of ["SSH brute force from one source", "sudo refused", "Account created"]) await expect(main(jonas).getByRole("table")).toContainText(raised);
  });

  await test.step("an alert shows the lines that matched, marked, and why the rule matched", async () => {
    await main(jonas).getByRole("link", { name: "SSH brute force from one source" }).click();
    await expect(jonas.getByRole("heading", { level: 2, name: "SSH brute force from one source" })).toBeVisible();
    const lines = jonas.getByRole("list", { name: "Log lines" });
    await expect(lines).toContainText(`Failed password for root from ${log.address}`);
    await expect(lines.locator("mark").first()).toBeVisible();
    await expect(jonas.locator(".condition[data-outcome=matched]").first()).toBeVisible();
    await expect(jonas.getByRole("table", { name: "Who and what is involved" })).toContainText(log.address);
  });

  await test.step("he judges the refused sudo by keyboard alone", async () => {
    await openAlert(jonas, log.host, "sudo refused");
    const reason = jonas.getByLabel(/^Why it is/);
    // A key is heard once the page's script runs.
    await expect(async () => {
      await jonas.keyboard.press("2");
      await expect(reason).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(reason).toBeFocused();
    await jonas.keyboard.type("The owner of the host asked for it to be tried.");
    await jonas.keyboard.press("Tab");
    await expect(jonas.getByRole("button", { name: /^Judge as/ })).toBeFocused();
    await jonas.keyboard.press("Enter");
    await expect(reason).toBeHidden();
    await openAlert(jonas, log.host, "sudo refused");
    await expect(main(jonas)).toContainText("This alert has its verdict.");
    await expect(main(jonas)).toContainText("The owner of the host asked for it to be tried.");
  });

  await test.step("he declares an incident of the brute force, and the alert leaves the queue", async () => {
    await openAlert(jonas, log.host, "SSH brute force from one source");
    await jonas.getByRole("group", { name: "Verdict" }).getByRole("button", { name: "Declare incident" }).click();
    const form = jonas.locator("form").filter({ has: jonas.getByLabel("Why it is an incident") });
    await form.getByLabel("Title").fill("Guessing against the gate");
    await form.getByLabel("Severity").selectOption({ label: "High" });
    await form.getByLabel("Why it is an incident").fill("Ten refusals in ten minutes from an address that nobody knows.");
    await form.getByRole("button", { name: "Declare incident" }).click();
    await jonas.waitForURL(new RegExp(`^.*${org}/incidents/inc_`));
    incidentAddress = new URL(jonas.url()).pathname;
    await expect(heading(jonas, /Guessing against the gate/)).toBeVisible();
  });

  await test.step("he assigns it, remarks for the team and for the auditor, and resolves it with its cause", async () => {
    await formWith(jonas, "Assign incident").getByLabel("Assignee").selectOption({ label: "Jonas Weber" });
    await jonas.getByRole("button", { name: "Assign incident" }).click();
    await expect(main(jonas)).toContainText("Assigned to Jonas Weber");
    for (const [text, visibility] of [[INTERNAL, "Internal"], [SHARED, "Shared with auditor"]] as const) {
      const form = formWith(jonas, "Add remark");
      await form.getByLabel("Remark").fill(text);
      await form.getByLabel(visibility, { exact: true }).check();
      await form.getByRole("button", { name: "Add remark" }).click();
      const entry = jonas.getByRole("listitem").filter({ hasText: text }).last();
      await expect(entry).toContainText(visibility);
    }
    const resolve = formWith(jonas, "Resolve incident");
    await resolve.getByLabel("Cause").fill(CAUSE);
    await resolve.getByLabel("What was done").fill("Account closed, address blocked, keys renewed.");
    await resolve.getByRole("button", { name: "Resolve incident" }).click();
    await expect(main(jonas)).toContainText(CAUSE);
    await expect(main(jonas)).toContainText("Resolved");
  });

  const ines = await windowOf(browser, "ines", watch);
  await test.step("Ines approves the closure and uses the incident as evidence for the control", async () => {
    await ines.goto(incidentAddress);
    await ines.getByRole("button", { name: "Approve closure" }).click();
    await expect(main(ines)).toContainText("Closed");
    await ines.getByRole("link", { name: "Use as evidence" }).click();
    await expect(heading(ines, /Add evidence/)).toBeVisible();
    await ines.getByRole("checkbox", { name: "Incidents followed to closure" }).check();
    await ines.getByRole("button", { name: "Submit evidence" }).click();
    await ines.waitForURL(/\/evidence\/EV-\d+$/);
    evidence = /EV-\d+$/.exec(ines.url())?.[0] ?? "";
  });

  await test.step("a note of her own she may not accept, and Mara accepts both as somebody else", async () => {
    await ines.goto(`${org}/evidence/new?control=SYS.2.07&kind=note`);
    await ines.getByLabel("Title").fill("How the gate is watched");
    await ines.getByLabel("Note", { exact: true }).fill("Logs of the gate are read daily by the rules in force.");
    await ines.getByRole("checkbox", { name: "Description of the monitoring" }).check();
    await ines.getByRole("button", { name: "Submit evidence" }).click();
    await ines.waitForURL(/\/evidence\/EV-\d+$/);
    const note = /EV-\d+$/.exec(ines.url())?.[0] ?? "";
    await expect(main(ines)).toContainText("You submitted this evidence. Somebody else has to review it.");
    await expect(ines.getByRole("button", { name: /^Accept/ })).toHaveCount(0);

    const mara = await windowOf(browser, "mara", watch);
    await mara.goto(`${org}/evidence/review?item=${note}`);
    await expect(mara.getByRole("button", { name: `Accept evidence ${note}` })).toBeVisible();
    // A reason is asked for in the field that the key leads to, and no key decides while it is written.
    await mara.keyboard.press("r");
    await mara.keyboard.type("a as in accepted? No: a reason.");
    await expect(mara.getByLabel("Reason")).toHaveValue("a as in accepted? No: a reason.");
    await mara.getByLabel("Reason").fill("");
    await mara.getByRole("heading", { level: 1 }).click();
    await mara.keyboard.press("a");
    await expect(mara.getByRole("status").filter({ hasText: `${note} accepted.` })).toBeVisible();
    await mara.goto(`${org}/evidence/${evidence}`);
    await mara.getByRole("button", { name: `Accept evidence ${evidence}` }).click();
    await expect(mara.getByRole("button", { name: `Accept evidence ${evidence}` })).toHaveCount(0);
    await expect(main(mara)).toContainText("Accepted");
    await mara.context().close();
  });

  await test.step("Ines makes the packet of the control for the engagement and sees it being made", async () => {
    await ines.goto(`${org}/packets/new?control=SYS.2.07`);
    await expect(ines.getByLabel("Made for")).not.toHaveValue("");
    await ines.getByRole("button", { name: "Create packet" }).click();
    await ines.waitForURL(/\/packets\/pkt_/);
    packetAddress = new URL(ines.url()).pathname;
    await expect(ines.getByRole("link", { name: /^Download packet/ })).toBeVisible({ timeout: 90_000 });
    await expect(main(ines)).toContainText("Sealed");
  });

  const zip = info.outputPath("packet.zip");
  await test.step("she downloads the packet, and anybody verifies it offline", async () => {
    const download = ines.waitForEvent("download");
    await ines.getByRole("link", { name: /^Download packet/ }).click();
    await (await download).saveAs(zip);
    expect((await download).suggestedFilename()).toMatch(/^SYS\.2\.07_.*_PKT-\d+\.zip$/);
    const { status, stdout } = verify(zip);
    expect([status, stdout.split(" ")[0]]).toEqual([0, "INTACT"]);

    const folder = info.outputPath("unpacked");
    execFileSync("python3", ["-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", zip, folder]);
    const root = path.join(folder, execFileSync("ls", [folder], { encoding: "utf8" }).trim());
    const checked = execFileSync("sha256sum", ["-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"], { cwd: root, encoding: "utf8" }).trim().split("\n");
    expect(checked.length).toBeGreaterThan(10);
    expect(checked.filter((line) => !line.endsWith(": OK"))).toEqual([]);
    // The archive is stored, not packed: a search of its bytes is a search of its files.
    const bytes = readFileSync(zip);
    expect([bytes.includes(SHARED), bytes.includes(CAUSE), bytes.includes(INTERNAL)]).toEqual([true, true, false]);
  });

  await test.step("one changed byte is found, and the file is named", async () => {
    const bytes = readFileSync(zip);
    const at = bytes.indexOf(CAUSE);
    bytes[at] = "a".charCodeAt(0);
    const changed = info.outputPath("changed.zip");
    writeFileSync(changed, bytes);
    const { status, stdout } = verify(changed);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Changed: 1\n {2}data\/populations\/incidents\.(jsonl|view\.csv): its SHA256 is not the one/);
  });

  await test.step("Ruth sees control, evidence, incident and packet in her portal, and no internal word", async () => {
    const ruth = await windowOf(browser, "ruth", watch);
    await ruth.goto("/");
    await ruth.waitForURL(/\/auditor\/eng_[^/]+$/);
    const portal = new URL(ruth.url()).pathname;
    await ruth.getByRole("navigation").first().getByRole("link", { name: "Controls" }).click();
    await ruth.getByRole("table", { name: "Controls" }).getByRole("link", { name: "System security monitoring" }).click();
    await expect(heading(ruth, /System security monitoring/i)).toBeVisible();

    await ruth.goto(`${portal}/evidence/${evidence}`);
    await expect(heading(ruth, /Guessing against the gate|INC-/)).toBeVisible();

    await ruth.goto(`${portal}/incidents/${incidentAddress.split("/").at(-1) ?? ""}`);
    await expect(heading(ruth, /Guessing against the gate/)).toBeVisible();
    await expect(main(ruth)).toContainText(SHARED);
    await expect(main(ruth)).toContainText(CAUSE);
    expect(await ruth.content()).not.toContain(INTERNAL);

    await ruth.goto(`${portal}/packets/${packetAddress.split("/").at(-1) ?? ""}`);
    const download = ruth.waitForEvent("download");
    await ruth.getByRole("link", { name: /^Download packet/ }).click();
    const copy = info.outputPath("auditor.zip");
    await (await download).saveAs(copy);
    expect(readFileSync(copy).equals(readFileSync(zip))).toBe(true);

    await expect(ruth.locator("main").getByRole("button").filter({ hasText: /Accept|Resolve|Submit|Judge|Send|Create/ })).toHaveCount(0);
    for (const elsewhere of [`${org}/overview`, incidentAddress, packetAddress, `${org}/alerts`, `${org}/people`, `${org}/evidence/${evidence}`]) {
      await ruth.goto(elsewhere);
      expect(new URL(ruth.url()).pathname, elsewhere).toBe(portal);
    }
    for (const nothing of [`${portal}/controls/SYS.9.99`, `${portal}/settings`, `${portal}/evidence/EV-999999`, `/auditor/eng_00000000000000000000000000`, `/api/packets${org}/${packetAddress.split("/").at(-1) ?? ""}/zip`]) {
      expect([403, 404], nothing).toContain((await ruth.request.get(nothing)).status());
    }
    await ruth.context().close();
  });
  await ines.context().close();
});

/** A figure of the segment's page by its label. */
function figure(page: Page, label: string): Locator {
  return main(page).locator(".figure").filter({ hasText: label });
}

/** Opens an alert that the host's log raised, from the list of the segment it was found in. */
async function openAlert(page: Page, host: string, title: string): Promise<void> {
  await page.goto(`${org}/logs`);
  await page.getByRole("row").filter({ hasText: host }).getByRole("link").first().click();
  await page.getByRole("table", { name: "Alerts raised from this segment" }).getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
}

/** What `tickmark verify` says, run as a program that knows nothing of the installation. */
function verify(file: string): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, ["lib/cli/main.ts", "verify", file], { cwd: PROJECT, encoding: "utf8" });
  return { status, stdout };
}
