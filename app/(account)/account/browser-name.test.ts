import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";

const CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  ["Firefox on Windows", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"],
  ["Chrome on Linux", `Mozilla/5.0 (X11; Linux x86_64) ${CHROMIUM} Safari/537.36`],
  ["Edge on Windows", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROMIUM} Safari/537.36 Edg/140.0.0.0`],
  ["Opera on macOS", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROMIUM} Safari/537.36 OPR/120.0.0.0`],
  ["Chrome on Android", `Mozilla/5.0 (Linux; Android 10; K) ${CHROMIUM} Mobile Safari/537.36`],
  ["Samsung Internet on Android", `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`],
  ["Edge on Android", `Mozilla/5.0 (Linux; Android 10; K) ${CHROMIUM} Mobile Safari/537.36 EdgA/140.0.0.0`],
  ["Chrome on ChromeOS", `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROMIUM} Safari/537.36`],
  ["Safari on macOS", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"],
  ["Safari on iPhone", `${IPHONE} Version/18.0 Mobile/15E148 Safari/604.1`],
  ["Chrome on iPhone", `${IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1`],
  ["Firefox on iPhone", `${IPHONE} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`],
])("a device is recognised: %s", (words, userAgent) => {
  expect(browserName(userAgent)).toBe(words);
});

test("what is unknown is never named wrongly, and never long", () => {
  expect(browserName("curl/8.9")).toBe("curl/8.9");
  expect(browserName(" ")).toBe("Unknown browser");
  expect(browserName("x".repeat(2000))).toHaveLength(60);
});
