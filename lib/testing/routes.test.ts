import { describe, expect, test } from "vitest";
import { findActions, findBrowserEntries, findPages, findRoutes, loadedWith, standsFor } from "./discover.ts";
import { OTHER_ACTIONS, PAGES, ROUTES, rolesOf } from "./route-list.ts";
import { filesBelow, readSource, valueImports } from "./source-files.ts";

const routes = findRoutes();
const pages = findPages();
const actions = findActions();
const methods = routes.flatMap((route) => route.methods);
const isCode = (file: string): boolean => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file);

describe(`${routes.length} route handlers with ${methods.length} methods`, () => {
  test("stand in the list, and the list names no other", () => {
    expect(routes.map(({ file }) => file)).toEqual(Object.keys(ROUTES).sort());
  });

  test.each(routes)("$address answers the methods that the list says, each behind its guard", ({ file, methods: found }) => {
    const entry = ROUTES[file];
    expect(found.map(({ name }) => name).sort()).toEqual([...(entry?.methods ?? [])].sort());
    expect(found.filter(({ calls }) => !calls.has(entry?.by ?? "")).map(({ name }) => name)).toEqual([]);
    if (entry?.guard === "session") expect(standsFor(file, entry.by, "app/_edge/route-context.ts")).toBe(true);
    if (entry?.guard === "auth") expect(standsFor(file, entry.by, "app/_edge/request-origin.ts")).toBe(true);
  });
});

describe(`${pages.length} pages`, () => {
  test("stand in the list, and the list names no other", () => {
    expect(pages.map(({ file }) => file)).toEqual(Object.keys(PAGES).sort());
  });

  test.each(pages)("$address has its guard", ({ file, calls }) => {
    const entry = PAGES[file];
    const guards = { workspace: ["runPage", "app/_edge/page-error.tsx"], portal: ["runAuditorPage", "app/_edge/page-error.tsx"], session: ["currentSession", "app/_edge/session.ts"], token: ["readDelivery", "lib/packets/index.ts"], public: null } as const;
    const due = entry?.why !== undefined && entry.guard === "workspace" ? (["pageContext", "app/_edge/page-context.ts"] as const) : guards[entry?.guard ?? "workspace"];
    if (due === null) {
      const domains = valueImports(readSource(file)).filter(({ from }) => /^#lib\/(?!platform\/|status\/)/.test(from));
      expect({ why: entry?.why, domains }).toEqual({ why: expect.any(String), domains: [] });
    } else {
      expect([...calls]).toContain(due[0]);
      expect(standsFor(file, due[0], due[1])).toBe(true);
      if (due[0] === "currentSession" || due[0] === "pageContext") expect(entry?.why).toEqual(expect.any(String));
    }
  });

  test("every role sees some, and no page of the workspace is an auditor's", () => {
    const seen = new Set(Object.values(PAGES).flatMap((entry) => (entry.reads === null ? [] : rolesOf(entry))));
    expect([...seen].sort()).toEqual(expect.arrayContaining(["admin", "compliance_manager", "control_owner", "employee", "security_analyst"]));
    expect(Object.values(PAGES).filter((entry) => entry.guard === "workspace" && rolesOf(entry).includes("auditor"))).toEqual([]);
  });
});

describe(`${actions.length} server actions`, () => {
  const MAKERS = ["formAction", "auditorFormAction", "formOutcome"];
  const named = (action: { file: string; name: string }): string => `${action.file}#${action.name}`;
  const isMade = ({ file, calls }: { file: string; calls: ReadonlySet<string> }): boolean => MAKERS.some((maker) => calls.has(maker) && standsFor(file, maker, "app/_edge/form-action.ts"));

  test("are forms over verbs, or say why not", () => {
    expect(actions.filter((action) => !isMade(action)).map(named).sort()).toEqual(Object.keys(OTHER_ACTIONS).sort());
  });
});

describe("the session is read in one place", () => {
  const DOORS = ["enterOrganization", "enterEngagement", "memberContext", "resolveSession", "getServerSession", "getToken", "withAuth"];
  const files = filesBelow("app", isCode);

  test("only app/_edge makes a session into a context", () => {
    const elsewhere = files.filter((file) => !file.startsWith("app/_edge/"));
    expect(elsewhere.filter((file) => valueImports(readSource(file)).some(({ names }) => DOORS.some((door) => [...names.values()].includes(door))))).toEqual([]);
  });

  test("nothing in app/ acts as the system", () => {
    expect(files.filter((file) => /kind:\s*["']system["']/.test(readSource(file).text))).toEqual([]);
  });
});

describe("browser code", () => {
  const entries = findBrowserEntries();

  test.each(entries)("%s loads nothing that only a server has", (entry) => {
    const wrong = loadedWith(entry).filter(({ file }) => /^node:|^(pg|pg-boss|nodemailer|@prisma\/.*|next\/headers|server-only)$|^prisma\/generated\/client\.ts$|^lib\/[^/]+\/index\.ts$|\.repository\.ts$|^lib\/platform\/(db|env|runtime|tenant|crypto|queue|mailer|log)\.ts$/.test(file));
    expect(wrong.map(({ chain }) => chain.join(" -> "))).toEqual([]);
  });
});
