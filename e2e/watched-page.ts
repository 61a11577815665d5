import { expect, test as base, type Page } from "@playwright/test";

/** What a browser complains about while it shows a page. */
export type Complaint = { kind: "console" | "exception" | "answer"; text: string };

/**
 * Tests whose pages may not complain: no error on the console (a refused script or style is one), no uncaught exception,
 * no answer of 500 or above. `foreseen` names complaints that belong to the test, such as the 404 that it asks for.
 */
export const test = base.extend<{ foreseen: RegExp[]; watch: (page: Page) => void; quiet: void }>({
  foreseen: [[], { option: true }],
  watch: async ({ foreseen }, use) => {
    const complaints: Complaint[] = [];
    await use((page) => {
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push({ kind: "console", text: `${message.text()} (${message.location().url})` });
      });
      page.on("pageerror", (error) => complaints.push({ kind: "exception", text: `${error.message} at ${page.url()}` }));
      page.on("response", (answer) => {
        if (answer.status() >= 500) complaints.push({ kind: "answer", text: `${answer.status()} ${answer.url()}` });
      });
    });
    expect(complaints.filter(({ text }) => !foreseen.some((pattern) => pattern.test(text)))).toEqual([]);
  },
  quiet: [
    async ({ page, watch }, use) => {
      watch(page);
      await use();
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
