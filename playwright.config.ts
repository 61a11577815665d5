import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./e2e/chromium.ts";
import { BASE_URL, STATE_FILE } from "./e2e/installation.ts";

// One installation with the demo organization, started as a customer would start it, in a data folder of its own.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 120_000,
  // Far more than an idle machine needs: a test waits for what it names, never for a time.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [["list"], ["json"]],
  globalSetup: "./e2e/global-setup.ts",
  use: {
    actionTimeout: 20_000,
    baseURL: BASE_URL,
    locale: "en-GB",
    timezoneId: "Europe/Dublin",
    // Recording costs a sixth of the time of every test; `npx playwright test --trace on FILE` records the one that is looked into.
    trace: "off",
    launchOptions: {
      executablePath: chromiumPath(),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  // What one organization demands of everybody, and what spoils its texts and files, is tried when nobody else works in it.
  projects: [
    { name: "journeys", testIgnore: /(factors|hostile-text|lost-file)\.spec/ },
    { name: "factors", testMatch: /factors\.spec/, dependencies: ["journeys"], fullyParallel: false },
    { name: "hostile text", testMatch: /hostile-text\.spec/, dependencies: ["factors"], fullyParallel: false },
    { name: "lost file", testMatch: /lost-file\.spec/, dependencies: ["hostile text"] },
  ],
  metadata: { stateFile: STATE_FILE },
});
