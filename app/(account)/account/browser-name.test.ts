import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";

test("a device is recognised by browser and system, and an unknown one is never named wrongly", () => {
  const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  expect(browserName(chrome)).toBe("Chrome on Linux");
  expect(browserName(`${chrome} Edg/140.0`)).toBe("Edge on Linux");
  expect(browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1")).toBe("Safari on iPhone");
  expect(browserName("curl/8.9")).toBe("curl/8.9");
  expect(browserName(" ")).toBe("Unknown browser");
});
