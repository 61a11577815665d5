import { z } from "zod";
import { addressAt, askJson, askPart, elementsOf, membersOf, SERVER_STRATEGIES, serverAddressField, signInHeaders, tryPermission, type Answer, type Collector, type Connector, type Json, type OutgoingRequest, type Run, type Session } from "#lib/connector/index.ts";
import { redactStatus } from "./redact.ts";
import { transform } from "./transform.ts";

const QUESTIONS = ["/api/v2/status", "/api/v2/receivers", "/api/v2/silences"] as const;
const ALERTS = "/api/v2/alerts";
/** All of them: those that are muted are evidence of what is muted. */
const ALL_STATES = { active: "true", silenced: "true", inhibited: "true", unprocessed: "true" };

function requestOf(session: Pick<Session, "settings" | "credential">, path: string, parameters: Readonly<Record<string, string>> = {}): OutgoingRequest {
  return { url: addressAt(session, path, parameters), headers: { ...signInHeaders(session), accept: "application/json" } };
}

const answerOf = (path: string, parameters: Json, scope: string | null, body: Json): Answer => ({ operation: `GET ${path}`, parameters, scope, body, items: Array.isArray(body) ? body.length : 1 });

const routing: Collector = {
  id: "routing", name: "Who is told",
  explains: "Receivers and what they send by, routes to them, what mutes what, and silences with who set them and why.",
  yields: ["resource"], everyHours: 1, fullEveryDays: 0,
  async *collect(run: Run) {
    for (let next = run.resume === null ? 0 : z.strictObject({ next: z.int().nonnegative() }).parse(run.resume).next; next < QUESTIONS.length; next += 1) {
      const path = QUESTIONS[next] ?? QUESTIONS[0];
      const answer = await askPart(run, requestOf(run, path), `GET ${path}`);
      const body = answer && (path === "/api/v2/status" ? redactStatus(answer.body) : answer.body);
      yield { answers: answer === null ? [] : [answerOf(path, {}, null, body)], resume: { next: next + 1 } };
    }
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform,
};

const alertsPlace = z.strictObject({ receivers: z.array(z.string()), next: z.int().nonnegative() });

const alerts: Collector = {
  id: "alerts", name: "Alerts", explains: "Alerts as Alertmanager has them at the moment, with whom they go to and what mutes them.",
  yields: ["resource", "vendor_alert"], everyHours: 1, fullEveryDays: 0, forgets: true,
  async *collect(run: Run) {
    let place = run.resume === null ? null : alertsPlace.parse(run.resume);
    if (place === null) {
      const { body } = await askJson(run.ask, requestOf(run, "/api/v2/receivers"), "GET /api/v2/receivers");
      place = { receivers: elementsOf(body).flatMap((one) => (typeof membersOf(one).name === "string" ? [String(membersOf(one).name)] : [])), next: 0 };
      yield { answers: [answerOf("/api/v2/receivers", {}, null, body)], resume: place };
    }
    // The list knows no pages. Each alert goes to a receiver at least, so it is asked for one by one.
    for (; place.next < place.receivers.length;) {
      const receiver = place.receivers[place.next] ?? "";
      // A regular expression that is matched whole.
      const parameters = { ...ALL_STATES, receiver: receiver.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") };
      const answer = await askPart(run, requestOf(run, ALERTS, parameters), `GET ${ALERTS}`, receiver);
      place = { ...place, next: place.next + 1 };
      yield { answers: answer === null ? [] : [answerOf(ALERTS, parameters, receiver, answer.body)], resume: place };
    }
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform,
};

/** Alertmanager, asked by its API v2. What it collects and cannot see: README.md. */
export const alertmanager: Connector = {
  manifest: {
    id: "alertmanager", name: "Alertmanager", version: "2", vendor: "Prometheus", explains: "Who is told of which alerts, what mutes them, and what alerts there are.",
    trust: "live", provenBy: "Alertmanager 0.25 of Debian behind Prometheus 2.42, in integrations/chain.systems.test.ts", capabilities: ["collect"],
    strategies: SERVER_STRATEGIES, settings: [serverAddressField("Such as https://alertmanager.example.com, with the path below which it answers.")],
    leastPrivilege: {
      explains: "Alertmanager knows no roles. Let a proxy before it sign Tickmark in and let pass these questions only: a POST to silences would mute alerts.", format: "text",
      text: [...QUESTIONS, ALERTS].map((path) => `GET ${path}`).join("\n"),
    },
    cannotSee: [
      "Alerts that began and ended between two looks, and when an alert ended: Prometheus’s series tell both.",
      "Whether a message arrived: only where it was sent to.",
      "Silences that ended more than five days ago (--data.retention), which it forgets.",
      "Who set a silence: the name beside it is typed by whoever sets it.",
    ],
  },
  collectors: [routing, alerts],
  async identify(session) {
    const { body } = await askJson(session.ask, requestOf(session, "/api/v2/status"), "GET /api/v2/status");
    const { version } = membersOf(membersOf(body).versionInfo);
    const { host } = new URL(requestOf(session, "/").url);
    return { id: host, name: typeof version === "string" ? `Alertmanager ${version}` : "Alertmanager", tenant: host };
  },
  async probe(session) {
    const found = [];
    for (const path of [...QUESTIONS, ALERTS]) {
      const needed = path === ALERTS ? [alerts.id] : path === "/api/v2/receivers" ? [routing.id, alerts.id] : [routing.id];
      found.push(await tryPermission(session.ask, requestOf(session, path), { permission: `GET ${path}`, needed }));
    }
    return found;
  },
};
