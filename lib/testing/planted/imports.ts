import type { Tree } from "./plant-tree.ts";

const anything = "export const thing = 1;\n";
const use = (specifier: string): string => `import { thing } from "${specifier}";\nexport const used = [thing];\n`;
const fakePackage = (name: string): Tree => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: "1.0.0", type: "module", main: "index.js" }),
  [`node_modules/${name}/index.js`]: anything,
});

/** A forbidden import: the rule that names it, the file it stands in, what it imports, and what that resolves to. */
export type PlantedImport = { rule: string; from: string; specifier: string; to: string };

/** One forbidden import per rule of .dependency-cruiser.cjs; two where a rule has two sides. */
export const PLANTED_IMPORTS: readonly PlantedImport[] = [
  { rule: "no-cycles", from: "lib/alerts/first.ts", specifier: "./second.ts", to: "lib/alerts/second.ts" },
  { rule: "domains-one-way", from: "lib/ledger/upwards.ts", specifier: "#lib/alerts/index.ts", to: "lib/alerts/index.ts" },
  { rule: "domains-one-way", from: "lib/controls/upwards.ts", specifier: "#lib/packets/index.ts", to: "lib/packets/index.ts" },
  { rule: "every-folder-has-its-place", from: "lib/gadgets/gadget.ts", specifier: "#lib/platform/clock.ts", to: "lib/platform/clock.ts" },
  { rule: "domains-by-their-door", from: "lib/incidents/window.ts", specifier: "#lib/alerts/alert.repository.ts", to: "lib/alerts/alert.repository.ts" },
  { rule: "domains-by-their-door", from: "lib/detection/sigma/window.ts", specifier: "#lib/sampling/seed.ts", to: "lib/sampling/seed.ts" },
  { rule: "app-by-the-door", from: "app/page.tsx", specifier: "#lib/alerts/alert.repository.ts", to: "lib/alerts/alert.repository.ts" },
  { rule: "jobs-and-cli-are-roots", from: "lib/alerts/root.ts", specifier: "#lib/jobs/registry.ts", to: "lib/jobs/registry.ts" },
  { rule: "platform-stands-below", from: "lib/platform/upwards.ts", specifier: "#lib/alerts/index.ts", to: "lib/alerts/index.ts" },
  { rule: "access-stands-below-domains", from: "lib/access/upwards.ts", specifier: "#lib/alerts/index.ts", to: "lib/alerts/index.ts" },
  { rule: "access-stands-below-domains", from: "lib/audit-trail/upwards.ts", specifier: "#lib/ledger/index.ts", to: "lib/ledger/index.ts" },
  { rule: "judgement-is-pure", from: "lib/detection/impure.ts", specifier: "node:fs", to: "fs" },
  { rule: "judgement-is-pure", from: "lib/status/impure.ts", specifier: "#lib/platform/clock.ts", to: "lib/platform/clock.ts" },
  { rule: "lib-knows-no-app", from: "lib/alerts/drawn.ts", specifier: "#app/_ui/button.tsx", to: "app/_ui/button.tsx" },
  { rule: "next-stays-in-app", from: "lib/alerts/served.ts", specifier: "next", to: "node_modules/next/index.js" },
  { rule: "repositories-speak-prisma", from: "lib/alerts/query.ts", specifier: "#prisma/generated/client.ts", to: "prisma/generated/client.ts" },
  { rule: "drivers-stay-in-platform", from: "lib/alerts/driver.ts", specifier: "pg", to: "node_modules/pg/index.js" },
  { rule: "processes-and-sockets-stay-in-platform", from: "lib/alerts/process.ts", specifier: "node:child_process", to: "child_process" },
  { rule: "processes-and-sockets-stay-in-platform", from: "app/socket.ts", specifier: "node:https", to: "https" },
  { rule: "ui-has-no-domain-words", from: "app/_ui/alert.tsx", specifier: "#lib/alerts/client.ts", to: "lib/alerts/client.ts" },
  { rule: "ui-has-no-domain-words", from: "app/_ui/frame.tsx", specifier: "#app/_shell/frame.tsx", to: "app/_shell/frame.tsx" },
  { rule: "integrations-know-only-the-contract", from: "integrations/jira/alerts.ts", specifier: "#lib/alerts/index.ts", to: "lib/alerts/index.ts" },
  { rule: "integrations-by-the-registry", from: "lib/alerts/vendor.ts", specifier: "#integrations/registry.ts", to: "integrations/registry.ts" },
  { rule: "vendors-are-not-chosen-by-name", from: "lib/connections/vendor.ts", specifier: "#integrations/jira/client.ts", to: "integrations/jira/client.ts" },
  { rule: "no-tests-in-product", from: "lib/alerts/tested.ts", specifier: "./alerts.test.ts", to: "lib/alerts/alerts.test.ts" },
  { rule: "no-tests-in-product", from: "lib/alerts/world.ts", specifier: "#lib/testing/world.ts", to: "lib/testing/world.ts" },
  { rule: "resolves", from: "lib/alerts/lost.ts", specifier: "./nowhere.ts", to: "./nowhere.ts" },
];

/** Imports that are right and near a rule: none of them may be named. */
const ALLOWED: Tree = {
  // A cycle is told once, of the file that comes first.
  "lib/alerts/second.ts": use("./first.ts"),
  "lib/controls/down.ts": use("#lib/frameworks/index.ts"),
  "lib/controls/pure.ts": use("#lib/packets/client.ts"),
  "lib/controls/own.ts": use("./down.ts"),
  "lib/alerts/alert.repository.ts": use("#prisma/generated/client.ts"),
  "lib/alerts/typed.ts": 'import type { Shape } from "#prisma/generated/client.ts";\nexport type Used = Shape;\n',
  "lib/alerts/early.ts": 'import type { Late } from "./late.ts";\nexport type Early = Late[];\nexport const early = 1;\n',
  "lib/alerts/late.ts": 'import { early } from "./early.ts";\nexport type Late = typeof early;\n',
  "lib/alerts/judging.ts": use("#lib/detection/index.ts"),
  "lib/alerts/recorded.ts": use("#lib/audit-trail/index.ts"),
  "lib/alerts/alerts.test.ts": use("#lib/testing/world.ts"),
  "lib/access/index.ts": use("#lib/audit-trail/index.ts"),
  "lib/detection/rules.ts": use("yaml"),
  "lib/jobs/registry.ts": use("#lib/alerts/typed.ts").replace("{ thing }", "* as thing"),
  "lib/jobs/worker.ts": use("pg"),
  "lib/platform/db.ts": use("pg"),
  "lib/connections/registry.ts": use("#integrations/registry.ts"),
  "integrations/registry.ts": use("./jira/client.ts"),
  "integrations/jira/client.ts": use("#lib/connector/index.ts"),
  "app/_ui/badge.tsx": use("#lib/status/index.ts"),
  "app/list/page.tsx": use("#lib/alerts/index.ts"),
  "app/list/served.tsx": use("next"),
};

const STANDING = [
  "lib/alerts/index.ts", "lib/alerts/client.ts", "lib/packets/index.ts", "lib/packets/client.ts", "lib/frameworks/index.ts", "lib/ledger/index.ts",
  "lib/detection/index.ts", "lib/status/index.ts", "lib/sampling/seed.ts", "lib/connector/index.ts", "lib/audit-trail/index.ts",
  "lib/platform/clock.ts", "lib/testing/world.ts", "app/_ui/button.tsx", "app/_shell/frame.tsx",
];

/** The planted project with all of these imports in it. */
export function plantedProject(packageImports: unknown): Tree {
  return {
    "package.json": JSON.stringify({ name: "planted", type: "module", imports: packageImports }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { module: "ESNext", moduleResolution: "bundler", jsx: "react-jsx", allowImportingTsExtensions: true, noEmit: true } }),
    ...Object.fromEntries(["next", "pg", "yaml"].flatMap((name) => Object.entries(fakePackage(name)))),
    ...Object.fromEntries(STANDING.map((name) => [name, anything])),
    "prisma/generated/client.ts": `${anything}export type Shape = number;\n`,
    ...ALLOWED,
    ...Object.fromEntries(PLANTED_IMPORTS.map(({ from, specifier }) => [from, use(specifier)])),
  };
}
