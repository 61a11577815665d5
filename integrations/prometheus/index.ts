import { askJson, membersOf, SERVER_STRATEGIES, serverAddressField, tryPermission, type Connector } from "#lib/connector/index.ts";
import { requestOf, type Question } from "./client.ts";
import { firing } from "./firing.ts";
import { watch, WATCH_QUESTIONS } from "./watch.ts";

const QUERY: Question = { path: "/api/v1/query", parameters: { query: "vector(1)" }, count: () => 1 };

/** Prometheus, asked by its HTTP API v1. What it collects and cannot see: README.md. */
export const prometheus: Connector = {
  manifest: {
    id: "prometheus", name: "Prometheus", version: "2", vendor: "Prometheus", explains: "Alerting rules, what is watched, and every alert that fired.",
    trust: "live", provenBy: "Prometheus 2.42 of Debian with node-exporter and Alertmanager, in integrations/chain.systems.test.ts", capabilities: ["collect"],
    strategies: SERVER_STRATEGIES, settings: [serverAddressField("Such as https://prometheus.example.com, with the path below which it answers.")],
    leastPrivilege: {
      explains: "Prometheus knows no roles. Let a proxy before it sign Tickmark in and let pass these questions only.", format: "text",
      text: ["GET /api/v1/status/buildinfo", "GET /api/v1/status/runtimeinfo", "GET /api/v1/status/config", "GET /api/v1/rules", "GET /api/v1/targets", "GET /api/v1/alertmanagers", "GET /api/v1/query"].join("\n"),
    },
    cannotSee: [
      "Machines that nobody told Prometheus to scrape, and targets that relabelling dropped.",
      "Alerts from before the time that Prometheus keeps its series for (15 days unless configured), and while it did not run.",
      "Whether anybody was told: that is Alertmanager’s.",
      "Who changed a rule, and when: rules come from files.",
    ],
  },
  collectors: [watch, firing],
  async identify(session) {
    const [question] = WATCH_QUESTIONS;
    const operation = "GET /api/v1/status/buildinfo";
    const { body } = await askJson(session.ask, requestOf(session, question ?? QUERY), operation);
    const { version } = membersOf(membersOf(body).data);
    const { host } = new URL(requestOf(session, QUERY).url);
    return { id: host, name: typeof version === "string" ? `Prometheus ${version}` : "Prometheus", tenant: host };
  },
  async probe(session) {
    const found = [];
    for (const question of [...WATCH_QUESTIONS, QUERY]) {
      const needed = question === QUERY ? [firing.id] : question.path.endsWith("runtimeinfo") ? [watch.id, firing.id] : [watch.id];
      found.push(await tryPermission(session.ask, requestOf(session, question), { permission: `GET ${question.path}`, needed }));
    }
    return found;
  },
};
