import { defineConfig } from "vitest/config";

// Three projects of one runner. `unit`: pure and file-level tests. `database`: real PostgreSQL, a cloned
// template database per worker. `oracles`: published vectors in the folder that TICKMARK_ORACLES names.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Vitest's own choice leaves one processor of a machine free, so of two it used one.
          maxWorkers: 2,
          testTimeout: 30_000,
          include: ["{app,lib,integrations,controls,prisma}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.database.test.ts", "**/*.oracle.test.ts", "**/*.systems.test.ts"],
        },
      },
      {
        test: {
          name: "database",
          include: ["{app,lib,integrations,prisma}/**/*.database.test.ts"],
          globalSetup: ["lib/testing/database.global-setup.ts"],
          setupFiles: ["lib/testing/no-crowded-connections.ts"],
          testTimeout: 90_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "oracles",
          include: ["{lib,integrations,controls}/**/*.oracle.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "systems",
          include: ["{lib,integrations,e2e}/**/*.systems.test.ts"],
          globalSetup: ["lib/testing/database.global-setup.ts"],
          setupFiles: ["lib/testing/no-crowded-connections.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Whole installations under load: two at once would only measure each other.
          maxWorkers: 1,
        },
      },
    ],
  },
});
