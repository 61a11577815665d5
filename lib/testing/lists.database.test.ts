import { createHash } from "node:crypto";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Context } from "#lib/platform/context.ts";
import { arrangeList, chooseStartView, saveView } from "#lib/views/index.ts";
import { RATES } from "#lib/access/index.ts";
import { fieldsOf } from "./csv-fields.ts";
import { filesBelow, readSource } from "./source-files.ts";
import { furnishedWorld, type FurnishedWorld } from "./furnished-world.ts";
import { freshDraft } from "./draft-samples.ts";
import { requestedHunt } from "./hunt-samples.ts";
import { proposedStandard } from "./standard-samples.ts";
import { proposedRule } from "./rule-samples.ts";
import { collectedMachine, listedAssets } from "./reconciliation-samples.ts";
import { proposedDisposal } from "./disposal-samples.ts";
import { driftedControl } from "./drift-samples.ts";
import { weeklyInside } from "./occurrence-samples.ts";
import { PAGES, rolesOf } from "./route-list.ts";
import type { List } from "#app/_list/define-list.ts";
import { exportList } from "#app/_list/export-list.ts";
import { cellOf, columnId, valueOf } from "#app/_list/list-columns.ts";
import { ListTable } from "#app/_list/list-table.tsx";
import { PORTAL_LISTS, WORKSPACE_LISTS } from "#app/_list/lists.ts";
import { ToastProvider } from "#app/_ui/toast.tsx";
import { openListing, shownColumns, type Listing } from "#app/_list/open-listing.ts";

type Row = object;
const ZONE = "Europe/Berlin";

let world: FurnishedWorld;
beforeAll(async () => {
  world = await furnishedWorld();
  await world.freshInvitation();
  await weeklyInside(world);
  await freshDraft(world, "review");
  await requestedHunt(world);
  await proposedRule(world);
  await driftedControl(world);
  await proposedDisposal(world);
  await collectedMachine(world);
  await listedAssets(world);
  await proposedStandard(world);
}, 240_000);
afterAll(async () => {
  await world.close();
});

/** Lists whose screen draws their rows in a way of its own. */
const OWN_SCREENS = ["alerts", "requirements"];
/** What an address must name for a list to show anything. */
const NEEDS: Readonly<Record<string, Record<string, string>>> = { requirements: { framework: "iso27001-2022" }, outlook: { framework: "iso27001-2022" }, readiness: { framework: "iso27001-2022" }, applicability: { framework: "iso27001-2022" } };

function addressOf(list: { key: string }, query: Record<string, string>, columns?: readonly string[]): URL {
  const given = new URLSearchParams({ format: "csv", ...query, ...(columns === undefined ? {} : { columns: columns.join(",") }) });
  return new URL(`http://tickmark.test/lists/${list.key}/file?${given.toString()}`);
}

type Exported = { text: string; bytes: Buffer; preface: string; headers: string[]; rows: string[][]; ending: string; response: Response };

async function exported(context: Context, list: (typeof WORKSPACE_LISTS)[number], address: URL, portal = false): Promise<Exported> {
  const response = await exportList(context, list, { org: portal ? world.engagement.inside : world.slug, portal, zone: ZONE, address, ...(portal ? { within: "Test" } : {}) });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.subarray(3).toString("utf8");
  const lines = fieldsOf(text);
  return { text, bytes, preface: lines[0]![0]!, headers: lines[1]!, rows: lines.slice(2, -1), ending: lines.at(-1)![0]!, response };
}

/** Every stretch that the screen shows, as somebody who presses Next to the end. */
async function screens(context: Context, list: List<Row>, query: Record<string, string>, portal: boolean): Promise<Listing<Row, object>[]> {
  const shown: Listing<Row, object>[] = [];
  let after: string | null = null;
  do {
    const listing: Listing<Row, object> = await openListing(list, context, { org: portal ? world.engagement.inside : world.slug, query: { ...query, ...(after === null ? {} : { after }) }, zone: ZONE, portal });
    shown.push(listing);
    after = listing.page.nextCursor;
  } while (after !== null);
  return shown;
}

const cases = [...WORKSPACE_LISTS.map((list) => ({ name: list.key, list, portal: false })), ...PORTAL_LISTS.map((list) => ({ name: `${list.key} in the portal`, list, portal: true }))];

/** A list as its page draws it; buttons in its rows announce what they did. */
const markupOf = (listing: Listing<Row, object>): string => renderToStaticMarkup(createElement(ToastProvider, null, createElement(ListTable, { listing, empty: null })));

const textOf = (html: string): string => html.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");

/** Tables that may hold a million rows and more. Findings that stand are counted for each control: people work them off one by one. */
const ENDLESS = /\b(?:evidence|evidence_state|evidence_review|evidence_answer|alert|alert_state|alert_action|log_segment|log_segment_scan|audit_trail_entry|incident|incident_state|incident_entry|packet|packet_state|notification|ledger_entry|control_draft|occurrence_performance)\b/i;

/** Statements that an act sends to the database. */
async function statementsOf(act: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  await act();
  const texts = sent.mock.calls.map(([statement]) => (typeof statement === "string" ? statement : String((statement as { text?: unknown }).text ?? "")));
  sent.mockRestore();
  return texts;
}

describe.each(cases)("the list $name", ({ list: declared, portal }) => {
  // Each list has rows of its own kind; here they are only compared.
  const list = declared as unknown as List<Row>;
  const query = NEEDS[list.key] ?? {};
  const viewer = (): Promise<Context> | Context => (portal ? world.auditor() : world.as("admin"));

  test("gives the rows and columns of its screen as a file, all pages of it", async () => {
    const context = await viewer();
    const seen = await screens(context, list, query, portal);
    const rows = seen.flatMap(({ page }) => page.rows);
    expect(rows.length).toBeGreaterThan(0);
    const columns = seen[0]!.columns.filter((column) => shownColumns(seen[0]!).includes(columnId(column)));
    const file = await exported(context, declared, addressOf(list, query, shownColumns(seen[0]!)), portal);
    expect(file.headers).toEqual(columns.map((column) => column.header));
    expect(file.rows.length).toBe(rows.length);
    const due = rows.map((row) => columns.map((column) => cellOf(valueOf(column, row))).map((cell) => (cell instanceof Date ? cell : String(cell ?? ""))));
    due.forEach((cells, index) => {
      cells.forEach((cell, place) => {
        const field = file.rows[index]![place]!;
        if (cell instanceof Date) expect(Math.floor(Date.parse(field) / 1000)).toBe(Math.floor(cell.getTime() / 1000));
        else expect(field.replace(/^'/, "")).toBe(cell.replace(/^'/, ""));
      });
    });
    expect(file.ending).toMatch(new RegExp(`^End of the export: ${rows.length.toLocaleString("en-GB")} rows?, read until`));
    expect(file.preface).toContain(`${list.title} of World ${world.slug}`);
    expect(file.preface).toContain(context.actor.name);
  });

  if (!OWN_SCREENS.includes(list.key)) test("draws on screen what the file says", async () => {
    const context = await viewer();
    const [first] = await screens(context, list, query, portal);
    const html = markupOf(first!);
    const file = await exported(context, declared, addressOf(list, query, shownColumns(first!)), portal);
    const heads = [...html.matchAll(/<th[^>]*scope="col"[^>]*>(.*?)<\/th>/g)].map((match) => textOf(match[1]!));
    // A column that is drawn only where something is said in it, and in which nothing is, stands in the file alone.
    const unsaid = first!.columns.filter((column) => column.meta?.onlyWhenSaid === true && first!.page.rows.every((row) => String(valueOf(column, row) ?? "") === "")).map((column) => column.header);
    expect(heads.filter((head) => file.headers.includes(head))).toEqual(file.headers.filter((head) => !unsaid.includes(head)));
    const names = [...html.matchAll(/<th[^>]*scope="row"[^>]*>(.*?)<\/th>/g)].map((match) => textOf(match[1]!));
    const header = file.headers.indexOf(String(first!.columns.find((column) => column.meta?.rowHeader === true)?.header));
    // Initials of a person stand before the name; an address stands behind it without its brackets.
    names.forEach((name, index) => expect(name.replace(/[<>]/g, "")).toContain(file.rows[index]![header]!.replace(/^'/, "").replace(/[<>]/g, "").trim()));
    expect(names.length).toBe(first!.page.rows.length);
  });

  test("tells totals that are kept, or counted no further than they are told", async () => {
    const context = await viewer();
    const statements = await statementsOf(() => openListing(list, context, { org: portal ? world.engagement.inside : world.slug, query, zone: ZONE, portal }));
    expect(statements.length).toBeGreaterThan(1);
    const counting = statements.filter((text) => /\bcount\s*\(/i.test(text) && ENDLESS.test(text.replaceAll('"', " ")));
    // Bounded by a number of rows, or by the rows of the page.
    expect(counting.filter((text) => !/\bLIMIT\b|_id (?:= ANY|IN) ?\(/i.test(text))).toEqual([]);
  });

  test("is refused as a file to whom its screen is refused, and nothing is noted", async () => {
    if (portal) {
      await expect(exported(world.as("auditor"), declared, addressOf(list, query), true)).rejects.toMatchObject({ code: "forbidden" });
      return;
    }
    const page = Object.entries(PAGES).find(([file]) => file === `app/(workspace)/[org]/${list.page}/page.tsx`);
    const holders = rolesOf(page![1]);
    for (const role of ["admin", "compliance_manager", "security_analyst", "control_owner", "employee"] as const) {
      const context = world.as(role);
      if (holders.includes(role)) await expect(exported(context, declared, addressOf(list, query))).resolves.toBeDefined();
      else await expect(exported(context, declared, addressOf(list, query))).rejects.toMatchObject({ code: "forbidden" });
      const noted = await world.inTenant((tx) => tx.auditTrailEntry.count({ where: { requestId: context.requestId, action: "list.exported" } }));
      expect([role, noted]).toEqual([role, holders.includes(role) ? 1 : 0]);
    }
    world.clock.advance(3_700_000);
  });
});

describe("an export", () => {
  const controls = WORKSPACE_LISTS.find((list) => list.key === "controls")!;

  test("holds what the filters and columns of the address leave, in its order, and says so", async () => {
    const file = await exported(world.as("admin"), controls, addressOf(controls, { q: "SYS.2" }, ["title", "code", "gone"]));
    expect(file.headers).toEqual(["Control", "Code"]);
    expect(file.rows.map((row) => row[1])).toEqual(["SYS.2.07"]);
    expect(file.preface).toContain("Filtered: Code or title contains SYS.2.");
  });

  test("goes on where a stretch ends, without a gap and without a double", async () => {
    const trail = WORKSPACE_LISTS.find((list) => list.key === "audit_trail")!;
    const file = await exported(world.as("admin"), trail, addressOf(trail, {}));
    const count = await world.inTenant((tx) => tx.auditTrailEntry.count());
    expect(count).toBeGreaterThan(200);
    // What the export itself notes at its end is newer than where it began to read.
    expect(file.rows.length).toBeLessThanOrEqual(count);
    expect(file.rows.length).toBeGreaterThan(count - 5);
  });

  test("stands in the audit trail with its filters, rows and the hash of the file", async () => {
    const context = world.as("compliance_manager");
    const file = await exported(context, controls, addressOf(controls, { q: "SYS" }, ["code"]));
    const entries = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { requestId: context.requestId }, orderBy: { id: "asc" } }));
    expect(entries.map(({ action }) => action).sort()).toEqual(["list.export_ended", "list.exported"]);
    const of = (action: string) => entries.find((entry) => entry.action === action)?.changes;
    expect(of("list.exported")).toEqual({ list: "controls", format: "csv", columns: ["code"], filters: [{ name: "q", value: "SYS" }] });
    expect(of("list.export_ended")).toEqual({ rows: file.rows.length, complete: true, sha256: createHash("sha256").update(file.bytes).digest("hex") });
  });

  test("that is broken off is noted as not whole", async () => {
    const context = world.as("admin");
    const response = await exportList(context, controls, { org: world.slug, portal: false, zone: ZONE, address: addressOf(controls, {}) });
    await response.body?.cancel();
    const ended = await world.inTenant((tx) => tx.auditTrailEntry.findFirst({ where: { requestId: context.requestId, action: "list.export_ended" } }));
    expect(ended?.changes).toMatchObject({ complete: false, sha256: null });
  });

  test("is a file that no browser interprets or keeps, named by organization, list and day", async () => {
    const { response } = await exported(world.as("admin"), controls, addressOf(controls, {}));
    expect(response.headers.get("content-disposition")).toMatch(new RegExp(`filename="${world.slug}-controls-\\d{4}-\\d{2}-\\d{2}\\.csv"`));
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("of an unknown list, format or column is refused", async () => {
    const admin = world.as("admin");
    await expect(exportList(admin, undefined, { org: world.slug, portal: false, zone: ZONE, address: addressOf(controls, {}) })).rejects.toMatchObject({ code: "not_found" });
    await expect(exported(admin, controls, addressOf(controls, { format: "pdf" }))).rejects.toMatchObject({ code: "validation", reason: "format_unknown" });
    await expect(exported(admin, controls, addressOf(controls, {}, ["gone"]))).rejects.toMatchObject({ code: "validation", reason: "no_columns" });
  });

  test("is had so often in an hour and no more", async () => {
    world.clock.advance(3_700_000);
    const analyst = world.as("security_analyst");
    for (let count = 0; count < RATES.export.most; count += 1) await exported(analyst, controls, addressOf(controls, {}, ["code"]));
    await expect(exported(analyst, controls, addressOf(controls, {}))).rejects.toMatchObject({ code: "limit_exceeded" });
    world.clock.advance(3_700_000);
    await expect(exported(analyst, controls, addressOf(controls, {}))).resolves.toBeDefined();
  });
});

describe("a list as somebody arranged it", () => {
  const controls = WORKSPACE_LISTS.find((list) => list.key === "controls") as unknown as List<Row>;
  const open = (query: Record<string, string>) => openListing(controls, world.as("control_owner"), { org: world.slug, query, zone: ZONE });
  const save = (name: string, filters: { name: string; value: string }[], columns: string[] | null = null) => saveView(world.as("control_owner"), { list: "controls", name, filters, columns });

  test("shows the person's columns in their order, and those of the address before them", async () => {
    await arrangeList(world.as("control_owner"), { list: "controls", columns: ["status", "title"], density: "compact" });
    const own = await open({});
    expect(shownColumns(own)).toEqual(["status", "title"]);
    expect(markupOf(own)).toContain("table-compact");
    expect(shownColumns(await open({ columns: "code,title,dueAt" }))).toEqual(["code", "title", "dueAt"]);
    await arrangeList(world.as("control_owner"), { list: "controls", columns: null, density: "normal" });
  });

  test("opens with the view that they chose, and at its address without being led on again", async () => {
    const { id } = await save("Mine", [{ name: "q", value: "SYS.2" }], ["title"]);
    await chooseStartView(world.as("control_owner"), { list: "controls", viewId: id });
    const address = `/${world.slug}/controls?columns=title&q=SYS.2&view=${id}`;
    await expect(open({})).rejects.toMatchObject({ digest: expect.stringContaining(address) });
    await expect(open({ view: id })).rejects.toMatchObject({ digest: expect.stringContaining(address) });
    const listing = await open({ view: id, q: "SYS.2", columns: "title" });
    expect(listing.open).toMatchObject({ changed: false, broken: [] });
    expect(listing.page.rows.length).toBe(1);
    expect((await open({ view: "all" })).page.rows.length).toBeGreaterThan(1);
    await chooseStartView(world.as("control_owner"), { list: "controls", viewId: null });
  });

  test("shows nothing, and says why, where its view filters by what no longer exists", async () => {
    const { id } = await save("Broken", [{ name: "status", value: "was_a_status" }]);
    const html = markupOf(await open({ view: id, status: "was_a_status" }));
    expect(textOf(html)).toContain("It filters by what no longer exists: Status was_a_status.");
    expect(html).not.toContain("<table");
  });

  test("says that a view is gone, and still filters as its address does", async () => {
    const listing = await open({ view: "viw_gone", q: "SYS.2" });
    expect(listing.open).toBe("gone");
    expect(textOf(markupOf(listing))).toContain("This view no longer exists.");
    expect(listing.page.rows.length).toBe(1);
  });
});

describe("every list", () => {
  /** Tables that are part of a record or of a first screen, and no list of their own; what one connection collects; a person's inbox, and what became of its mails; what roles may; keys, of which there are few; what is mapped, proposed and left of one framework. */
  const PARTS = [
    "app/(workspace)/[org]/alerts/alert-sections.tsx", "app/(workspace)/[org]/logs/[segment]/segment-alerts.tsx", "app/(workspace)/[org]/overview/overview-sections.tsx",
    "app/(workspace)/[org]/packets/[packet]/access-log.tsx", "app/(workspace)/[org]/packets/[packet]/recipients.tsx", "app/_control/request-table.tsx",
    "app/_evidence/evidence-table.tsx", "app/_occurrence/occurrence-section.tsx", "app/_overview/owed-table.tsx", "app/_control/freshness-objective.tsx", "app/_framework/freshness-table.tsx", "app/_framework/burn-down.tsx", "app/(workspace)/[org]/my-work/delegation-table.tsx", "app/_packet/packet-record.tsx", "app/_packet/packet-table.tsx", "app/gallery/request-table.tsx", "app/_list/list-table.tsx",
    "app/(workspace)/[org]/connections/collector-table.tsx", "app/_notifications/notification-table.tsx", "app/(workspace)/[org]/people/mail/mail-table.tsx", "app/(workspace)/[org]/people/roles/page.tsx",
    "app/(workspace)/[org]/settings/api-keys/key-table.tsx", "app/(workspace)/[org]/frameworks/[framework]/mappings/editor-table.tsx", "app/(workspace)/[org]/rules/coverage/page.tsx", "app/(workspace)/[org]/rules/hunts/[hunt]/match-table.tsx", "app/_reconciliation/history-table.tsx",
  ];
  const files = filesBelow("app", (file) => /\.tsx$/.test(file)).map((file) => ({ file, text: readSource(file).text }));

  test("is drawn by ListTable, which a file can be made of; other tables are parts of something", () => {
    expect(files.filter(({ text }) => text.includes("<DataTable")).map(({ file }) => file).sort()).toEqual([...PARTS].sort());
  });

  test("has its tools on its page, in the workspace and in the portal", () => {
    const opened = files.filter(({ text }) => text.includes("openListing("));
    expect(opened.filter(({ text }) => !text.includes("<ListTools listing={listing} ")).map(({ file }) => file)).toEqual([]);
    const drawn = files.filter(({ file, text }) => text.includes("<ListTable") && !file.startsWith("app/_list/"));
    expect(drawn.filter(({ text }) => !text.includes("openListing(")).map(({ file }) => file)).toEqual([]);
    expect(opened.filter(({ file }) => file.startsWith("app/(workspace)")).length).toBe(WORKSPACE_LISTS.length);
    expect(opened.filter(({ file }) => file.startsWith("app/(auditor)")).length).toBe(PORTAL_LISTS.length);
  });
});
