import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser for the tests: one that is installed, else Playwright's own, else Debian's package, which is
 * installed here when this process may do so.
 *
 * @throws Error with the one command that helps, when there is no browser and none can be installed
 */
export function chromiumPath(): string {
  const found = [...INSTALLED, chromium.executablePath()].find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    for (const args of [["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]]) {
      spawnSync("/usr/bin/apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    }
    const installed = INSTALLED.find((candidate) => existsSync(candidate));
    if (installed !== undefined) return installed;
  }
  throw new Error("The browser tests need Chromium: run `apt-get install chromium` (or `npx playwright install chromium`), then try again.");
}
