import { describe, expect, test } from "vitest";
import { findActions, findBrowserEntries, findPages, findRoutes, loadedWith, standsFor } from "./discover.ts";
import { OTHER_ACTIONS, PAGES, ROUTES, rolesOf, type PageEntry } from "./route-list.ts";
import { filesBelow, readSource, valueImports } from "./source-files.ts";

const routes = findRoutes();
const pages = findPages();
const actions = findActions();
const methods = routes.flatMap((route) => route.methods);
const isCode = (file: string): boolean => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file);

describe(`${routes.length} route handlers with ${methods.length} methods`, () => {
  const homes = { session: "app/_edge/route-context.ts", auth: "app/_edge/request-origin.ts", token: "lib/packets/index.ts", provider: "lib/providers/index.ts", key: "app/_edge/api-route.ts", signed: "lib/notifications/index.ts", health: null, metrics: "lib/platform/telemetry/metrics-access.ts" } as const;

  test("stand in the list, and the list names no other", () => {
    expect(routes.map(({ file }) => file).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  test.each(routes.filter(({ file }) => ROUTES[file] !== undefined))("$address answers the methods that the list says, each behind its guard", ({ file, methods: found }) => {
    const entry = ROUTES[file]!;
    expect(found.map(({ name }) => name).sort()).toEqual([...entry.methods].sort());
    expect(found.filter(({ calls }) => !calls.has(entry.by)).map(({ name }) => name)).toEqual([]);
    const home = entry.door ?? homes[entry.guard];
    if (home !== null) expect(standsFor(file, entry.by, home)).toBe(true);
  });
});

describe(`${pages.length} pages`, () => {
  /** The function that must be called, and the file that it must come from; null where nothing is protected. */
  const guardOf = ({ guard, by, why }: PageEntry): readonly [string, string] | null => {
    if (guard === "portal") return ["runAuditorPage", "app/_edge/page-error.tsx"];
    if (guard === "session") return ["currentSession", "app/_edge/session.ts"];
    if (guard === "public") return by ?? null;
    return why === undefined ? ["runPage", "app/_edge/page-error.tsx"] : ["pageContext", "app/_edge/page-context.ts"];
  };

  test("stand in the list, and the list names no other", () => {
    expect(pages.map(({ file }) => file).sort()).toEqual(Object.keys(PAGES).sort());
  });

  test.each(pages.filter(({ file }) => PAGES[file] !== undefined))("$address has its guard", ({ file, calls }) => {
    const entry = PAGES[file]!;
    const due = guardOf(entry);
    if (due === null) {
      const domains = valueImports(readSource(file)).filter(({ from }) => /^#lib\/(?!platform\/|status\/)/.test(from));
      expect(domains).toEqual([]);
    } else {
      expect([...calls]).toContain(due[0]);
      expect(standsFor(file, due[0], due[1])).toBe(true);
    }
    expect(entry.why === undefined).toBe(due?.[0] === "runPage" || due?.[0] === "runAuditorPage");
  });

  test("every role sees some, and no page of the workspace is an auditor's", () => {
    const seen = new Set(Object.values(PAGES).flatMap((entry) => (entry.reads === null ? [] : rolesOf(entry))));
    expect([...seen].sort()).toEqual(["admin", "auditor", "compliance_manager", "control_owner", "employee", "security_analyst"]);
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

describe("one way in", () => {
  const SESSION = ["enterOrganization", "enterEngagement", "memberContext", "resolveSession", "getServerSession", "getToken", "withAuth"];
  const inApp = filesBelow("app", isCode);
  const takes = (file: string, names: readonly string[]): boolean => valueImports(readSource(file)).some((one) => names.some((name) => [...one.names.values()].includes(name)));

  test("only app/_edge makes a session into a context", () => {
    expect(inApp.filter((file) => !file.startsWith("app/_edge/") && takes(file, SESSION))).toEqual([]);
  });

  test("nothing in app/ acts as the system, or opens a transaction", () => {
    expect(inApp.filter((file) => /kind:\s*["']system["']/.test(readSource(file).text) || takes(file, ["withTenant", "enterTenant", "withSharedRead"]))).toEqual([]);
  });

  test("transactions of an organization are opened by verbs, and where none can be", () => {
    const openers = filesBelow("lib", isCode).filter((file) => !file.startsWith("lib/testing/") && takes(file, ["withTenant", "enterTenant", "withSharedRead"]));
    expect(openers).toEqual([
      "lib/access/define-verb.ts",
      // Who somebody is must be known before a verb can ask.
      "lib/identity/member-context.ts",
      // What is changed about how a person signs in is told to each of their organizations.
      "lib/identity/person-trail.ts",
      // Progress of jobs is no act of anybody.
      "lib/jobs/run-job.ts",
      "lib/jobs/sweep-job-runs.ts",
      // The end of an organization is queued by its own due work, which reads and writes no row of it.
      "lib/leaving/destroy-when-due.ts",
      // The first row of an organization, before it has members.
      "lib/organizations/create-organization.ts",
      // The key of a file, kept before the file gets its name and the verb that records it can run.
      "lib/platform/blob-store/blob-keys.ts",
      // The data key of an organization, made when its first file comes.
      "lib/platform/blob-store/index.ts",
      // What the reads of one page are read in.
      "lib/platform/shared-read.ts",
      // Which provider is to say who somebody is.
      "lib/providers/begin-provider-sign-in.ts",
    ]);
  });
});

describe("browser code", () => {
  const entries = findBrowserEntries();
  const serverOnly = /^node:|^(pg|pg-boss|nodemailer|@prisma\/.*|next\/headers|server-only)$|^prisma\/generated\/client\.ts$|^lib\/[^/]+\/index\.ts$|\.repository\.ts$|^lib\/platform\/(db|env|runtime|tenant|crypto|queue|mailer|log)\.ts$/;

  test.each(entries)("%s loads nothing that only a server has", (entry) => {
    expect(loadedWith(entry).filter(({ file }) => serverOnly.test(file)).map(({ chain }) => chain.join(" -> "))).toEqual([]);
  });
});
