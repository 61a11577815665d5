// One-way imports (ARCHITECTURE.md). A planted violation of each rule is expected by lib/testing/architecture.test.ts.
const DOMAIN = "^lib/(?!platform|access|audit-trail|jobs|cli|testing|content|status)([^/]+)/";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
    {
      name: "domains-by-their-door",
      comment: "Another domain is entered by index.ts (servers) or client.ts (browsers).",
      severity: "error",
      from: { path: DOMAIN, pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/(?!platform/|testing/|content/)[^/]+/", pathNot: ["^lib/$1/", "^lib/[^/]+/(index|client)\\.ts$", "^lib/jobs/"] },
    },
    {
      name: "app-by-the-door",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^lib/(?!platform/)[^/]+/", pathNot: "^lib/[^/]+/(index|client|geometry)\\.ts$" },
    },
    {
      name: "jobs-and-cli-are-roots",
      comment: "The composition roots are imported by nobody.",
      severity: "error",
      from: { pathNot: ["^lib/(jobs|cli|testing)/", "^bin/", "^bench/", "\\.test\\.ts$"] },
      to: { path: "^lib/(jobs|cli)/" },
    },
    {
      name: "platform-stands-below",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib/(?!platform/)|app/|integrations/)" },
    },
    {
      name: "access-stands-below-domains",
      severity: "error",
      from: { path: "^lib/(access|audit-trail)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib/(?!platform/|access/|audit-trail/)|app/|integrations/)" },
    },
    {
      name: "detection-is-pure",
      severity: "error",
      from: { path: "^lib/(detection|sampling|status)/", pathNot: "\\.(test|oracle\\.test)\\.ts$" },
      to: { pathNot: ["^lib/(detection|sampling|status)/", "^node_modules/yaml/"] },
    },
    {
      name: "lib-knows-no-app",
      severity: "error",
      from: { path: "^(lib|integrations|prisma)/" },
      to: { path: "^app/" },
    },
    {
      name: "next-stays-in-app",
      comment: "next/* and server-only do not resolve in plain Node, where worker and command line run.",
      severity: "error",
      from: { path: "^(lib|integrations|prisma)/", pathNot: "^lib/cli/" },
      to: { path: ["^node_modules/(next|server-only|react)/", "^next/"] },
    },
    {
      name: "repositories-speak-prisma",
      comment: "Only repositories, the platform and set-up import the generated client for values.",
      severity: "error",
      from: { path: "^(lib|app)/", pathNot: ["\\.repository\\.ts$", "^lib/(platform|testing|cli|access)/", "\\.test\\.ts$"] },
      to: { path: "^prisma/generated/client\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ui-has-no-domain-words",
      severity: "error",
      from: { path: "^app/_ui/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(lib/(?!status/)|app/(?!_ui/))" },
    },
    {
      name: "integrations-know-only-the-contract",
      severity: "error",
      from: { path: "^integrations/[^/]+/" },
      to: { path: "^lib/(?!connector/)" },
    },
    { name: "no-tests-in-product", severity: "error", from: { pathNot: ["\\.test\\.tsx?$", "^lib/testing/", "^e2e/", "^bench/"] }, to: { path: ["\\.test\\.tsx?$", "^lib/testing/"] } },
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
