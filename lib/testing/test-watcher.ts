import type { Answer, Collector, Connector, Json, Row, RowOf } from "#lib/connector/index.ts";

/** A vendor of tests that tells of alerts: what a test puts into its pages is what the next run finds. */
export type TestWatcher = {
  connector: Connector;
  pages: RowOf<"vendor_alert">[][];
};

type Alert = Partial<Omit<RowOf<"vendor_alert">, "kind">> & { externalId: string; firstSeenAt: string };

/** An alert as the vendor tells of it; what is not said of it is usual. */
export function watchedAlert(alert: Alert): RowOf<"vendor_alert"> {
  return {
    kind: "vendor_alert", scope: null, url: `https://watcher.example/${alert.externalId}`, title: "Guessed names", rule: "guessed-names", severity: { degree: "high", word: "P2" }, state: "open", status: "firing",
    lastSeenAt: null, closedAt: null, resource: "bastion-01", closedBy: null, closedReason: null, attributes: {}, ...alert,
  };
}

/** @param forgets whether what a listing has no more is not gone by that */
export function openTestWatcher({ forgets = true }: { forgets?: boolean } = {}): TestWatcher {
  const watcher: TestWatcher = { pages: [], connector: undefined as never };
  const alerts: Collector = {
    id: "alerts", name: "Alerts", explains: "Alerts of the watcher.", yields: ["vendor_alert"], everyHours: 1, fullEveryDays: 0, ...(forgets ? { forgets: true as const } : {}),
    async *collect(run) {
      for (let page = typeof run.resume === "number" ? run.resume : 0; page < watcher.pages.length; page++) {
        yield await Promise.resolve({ answers: [{ operation: "GET /alerts", parameters: { page }, scope: null, body: watcher.pages[page] as unknown as Json, items: watcher.pages[page]!.length }], resume: page + 1 });
      }
      return { cursor: null, announced: null, secondRoute: null };
    },
    transform: ({ body }: Answer) => ({ rows: body as unknown as Row[], unreadable: [] }),
  };
  watcher.connector = {
    manifest: {
      id: "test-watcher", name: "Test watcher", version: "1", vendor: "Nobody", explains: "Alerts that tests make up.", trust: "documented", provenBy: "Nothing but tests.", capabilities: ["collect"],
      strategies: [{ id: "open", name: "None", explains: "Anybody may ask.", fields: [] }], settings: [], leastPrivilege: { explains: "None.", text: "none", format: "text" }, cannotSee: ["Whatever it does not watch."],
    },
    collectors: [alerts],
    identify: () => Promise.resolve({ id: "watcher", name: "Watcher", tenant: "watcher" }),
    probe: () => Promise.resolve([]),
  };
  return watcher;
}
