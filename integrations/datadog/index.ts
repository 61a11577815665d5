import { tryPermission, type Collector, type Connector, type Ended } from "#lib/connector/index.ts";
import { BEGINNING, collectParts, demandValidKey, requestOf, VALIDATE, type Part } from "./parts.ts";
import { agents, downtimes, hosts, monitors, notificationRules, objectives, PAGE_SIZES, securityRules, signals, type PageSizes } from "./questions.ts";
import { transform } from "./transform.ts";

const NO_END: Ended = { cursor: null, announced: null, secondRoute: null };
const SITES = ["datadoghq.com", "us3.datadoghq.com", "us5.datadoghq.com", "datadoghq.eu", "ap1.datadoghq.com", "ap2.datadoghq.com", "ddog-gov.com"];

function collectorsOf(sizes: PageSizes): (Collector & { parts: readonly Part[] })[] {
  const listing = (id: string, name: string, explains: string, yields: Collector["yields"], parts: readonly Part[]): Collector & { parts: readonly Part[] } => ({
    id, name, explains, yields, everyHours: 6, fullEveryDays: 0, parts, collect: (run) => collectParts(run, parts, () => NO_END), transform,
  });
  const raised: readonly Part[] = [signals(sizes.signals)];
  return [
    listing("monitors", "Monitors", "Monitors with their criteria and whom they tell, what mutes them, and service level objectives.", ["monitor", "resource"], [monitors(sizes.monitors), downtimes(sizes.downtimes), notificationRules, objectives(sizes.objectives)]),
    listing("hosts", "Hosts and agents", "Hosts that Datadog knows, whether an agent reports from them, and what of cloud security is on.", ["resource", "coverage"], [hosts, agents]),
    listing("rules", "Security rules", "Detection rules: whether they are enabled, and whom they tell.", ["monitor"], [securityRules]),
    {
      id: "signals", name: "Security signals", explains: "Security signals with their triage; those of the last two weeks are asked for again, since triage changes them.", yields: ["vendor_alert"],
      everyHours: 1, fullEveryDays: 30, forgets: true, parts: raised, transform,
      collect: (run) => collectParts(run, raised, () => ({ ...NO_END, cursor: { until: run.window.until.toISOString() } })),
    },
  ];
}

/** Datadog, with pages of these sizes. What it collects and cannot see: README.md. */
export function datadogOf(sizes: PageSizes): Connector {
  const collectors = collectorsOf(sizes);
  return {
    manifest: {
      id: "datadog", name: "Datadog", version: "1", vendor: "Datadog", explains: "Monitors, what mutes them, hosts with agents, security rules and signals, service level objectives.",
      trust: "recorded", provenBy: "recordings of the real API, of Datadog’s own client library (datadog.oracle.test.ts)", capabilities: ["collect"],
      strategies: [{ id: "keys", name: "API key and application key", explains: "Of a service account; the application key with the scopes below and no others.", fields: [
        { name: "api_key", label: "API key", kind: "secret", required: true }, { name: "application_key", label: "Application key", kind: "secret", required: true },
      ] }],
      settings: [
        { name: "site", label: "Site", kind: "choice", required: true, initial: "datadoghq.com", choices: SITES.map((value) => ({ value, label: value })), hint: "As in the address at which you sign in. A key of another site is refused." },
        { name: "signals", label: "Signals", kind: "text", required: false, hint: "A query of the signals explorer. Empty: all." },
      ],
      leastPrivilege: {
        explains: "Scopes of the application key. Their names are of Datadog’s documentation and were not tried.", format: "text",
        text: "monitors_read\nmonitors_downtime\nslos_read\nhosts_read\nsecurity_monitoring_rules_read\nsecurity_monitoring_signals_read\nsecurity_monitoring_cws_agent_rules_read",
      },
      cannotSee: [
        "Machines without an agent that no cloud integration reports, and hosts that reported nothing for three hours, which the list leaves out.",
        "Monitors, rules and signals that the key’s roles or restriction queries hide: nothing says that they are missing.",
        "When a signal was archived: the list tells that it is.",
        "What happened to a monitor before the present: its history is in the audit trail, which is not asked.",
      ],
      // The reset is told in seconds from now, by a header of its own.
      waitWanted: ({ status, headers }) => {
        const reset = headers.get("x-ratelimit-reset");
        return status === 429 && headers.get("retry-after") === null && reset !== null && /^\d{1,6}$/.test(reset) ? Number(reset) * 1000 : null;
      },
    },
    collectors,
    async identify(session) {
      await demandValidKey(session);
      const { host } = new URL(requestOf(session, VALIDATE).url);
      const { api_key: key = "" } = session.credential.values;
      return { id: `API key that ends with ${key.slice(-4)}, at ${host}`, name: "Datadog", tenant: session.settings.site ?? host };
    },
    async probe(session) {
      const found = [await tryPermission(session.ask, requestOf(session, VALIDATE), { permission: "API key at this site", needed: collectors.map(({ id }) => id) })];
      const run = { ...session, listing: "full" as const, cursor: null, resume: null, window: { from: session.now(), until: session.now() }, gap: () => undefined };
      for (const { id, parts } of collectors) for (const part of parts) found.push(await tryPermission(session.ask, requestOf(session, part.ask(BEGINNING, run)), { permission: part.operation, needed: [id] }));
      return found;
    },
  };
}

export const datadog = datadogOf(PAGE_SIZES);
