import { z } from "zod";
import { askJson, SERVER_STRATEGIES, serverAddressField, tryPermission, type Collector, type Connector, type Ended, type Run } from "#lib/connector/index.ts";
import { askList, askReporting, CLIENTS, FIRED_ALERTS, INDEXES, listRequest, operationOf, SAVED_SEARCHES, SEARCH, searchRequest, type List } from "./client.ts";
import { transform } from "./transform.ts";

const place = z.strictObject({ list: z.int().nonnegative(), offset: z.int().nonnegative(), total: z.number().nullable() });

/** Lists one after the other, page by page; what `last` asks comes behind them. `counted` is the kind that only the first list yields. */
function listing(lists: readonly List[], counted: "monitor" | "vendor_alert" | null, last: ((run: Run) => ReturnType<typeof askReporting>) | null): Collector["collect"] {
  return async function* (run): AsyncGenerator<Awaited<ReturnType<typeof pageOf>>, Ended, void> {
    let at = run.resume === null ? { list: 0, offset: 0, total: null } : place.parse(run.resume);
    for (let list = lists[at.list]; list !== undefined; list = lists[at.list]) {
      const asked = await askList(run, list, at.offset);
      const total = asked !== null && at.list === 0 ? asked.total : at.total;
      at = asked?.next == null ? { list: at.list + 1, offset: 0, total } : { ...at, offset: asked.next, total };
      yield pageOf(asked?.answer ?? null, at);
    }
    if (last !== null && at.list === lists.length) {
      const answer = await last(run);
      yield pageOf(answer, { ...at, list: at.list + 1 });
    }
    return { cursor: null, announced: counted === null || at.total === null ? null : { kind: counted, total: at.total, exact: true }, secondRoute: null };
  };
}

const pageOf = (answer: Awaited<ReturnType<typeof askReporting>>, resume: z.output<typeof place>) => ({ answers: answer === null ? [] : [answer], resume });

const searches: Collector = {
  id: "searches", name: "Saved searches and indexes", explains: "Saved searches with schedule, criterion and whom they tell, and how long indexes keep what they hold.",
  yields: ["monitor", "resource"], everyHours: 6, fullEveryDays: 0, collect: listing([SAVED_SEARCHES, INDEXES], "monitor", null), transform,
};
const reporting: Collector = {
  id: "reporting", name: "Who reports", explains: "Forwarders that call the deployment server, and hosts whose events came in the last day.",
  yields: ["resource", "coverage"], everyHours: 24, fullEveryDays: 0, collect: listing([CLIENTS], null, askReporting), transform,
};
const fired: Collector = {
  id: "fired", name: "Fired alerts", explains: "Alerts that saved searches fired, as long as Splunk keeps them.",
  yields: ["vendor_alert"], everyHours: 1, fullEveryDays: 0, forgets: true, collect: listing([FIRED_ALERTS], "vendor_alert", null), transform,
};

/** Splunk, asked by its REST API. What it collects and cannot see: README.md. */
export const splunk: Connector = {
  manifest: {
    id: "splunk", name: "Splunk", version: "1", vendor: "Splunk", explains: "Saved searches, fired alerts, who reports, and how long indexes keep what they hold.",
    trust: "documented", provenBy: "fixtures made by hand after Splunk’s documentation; never seen with a real server", capabilities: ["collect"],
    strategies: SERVER_STRATEGIES.filter(({ id }) => id !== "open"), settings: [serverAddressField("The management port, such as https://splunk.example.com:8089. Trials of Splunk Cloud have none.")],
    leastPrivilege: {
      explains: "A role of these capabilities alone, with search over the indexes that are to be seen, for a user whose token Tickmark has.", format: "text",
      text: "search\nlist_deployment_server\nrest_properties_get\nrest_apps_view",
    },
    cannotSee: [
      "Saved searches that are private to others, without the role’s right to read them: nothing says that they are missing.",
      "Alerts that expired: 24 hours after they fired, unless configured.",
      "Hosts whose events are in indexes that the role may not search.",
      "Whether a forwarder that calls also sends: that is what the search for hosts tells.",
    ],
  },
  collectors: [searches, reporting, fired],
  async identify(session) {
    await askJson(session.ask, listRequest(session, SAVED_SEARCHES, 0, 1), operationOf(SAVED_SEARCHES));
    const { host } = new URL(listRequest(session, SAVED_SEARCHES, 0).url);
    return { id: host, name: "Splunk", tenant: host };
  },
  async probe(session) {
    const found = [];
    for (const [list, needed] of [[SAVED_SEARCHES, searches], [INDEXES, searches], [CLIENTS, reporting], [FIRED_ALERTS, fired]] as const) {
      found.push(await tryPermission(session.ask, listRequest(session, list, 0, 1), { permission: operationOf(list), needed: [needed.id] }));
    }
    found.push(await tryPermission(session.ask, searchRequest(session), { permission: SEARCH, needed: [reporting.id] }));
    return found;
  },
};
