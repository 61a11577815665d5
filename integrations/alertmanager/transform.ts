import { firingKeyOf, joinTransformed, membersOf, readItems, severityOf, type Answer, type Json, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { alert, channel, inhibition, receiver, route, silence, status } from "./schema.ts";

/** Rows of one stored answer. Pure. */
export function transform({ operation, body }: Answer): Transformed {
  switch (operation) {
    case "GET /api/v2/status": return statusRows(body);
    case "GET /api/v2/receivers": return readItems(body, receiver, "", ({ name }) => [resource("receiver", name, name, {})]);
    case "GET /api/v2/silences": return readItems(body, silence, "", ({ id, status: { state }, ...attributes }) => [resource("silence", id, attributes.comment || id, { ...attributes, state })]);
    case "GET /api/v2/alerts": return readItems(body, alert, "", (one) => [alertRow(one)]);
    default: return { rows: [], unreadable: [] };
  }
}

function resource(type: string, id: string, name: string, attributes: Record<string, Json>): RowOf<"resource"> {
  return { kind: "resource", scope: null, url: null, externalId: `${type} ${id}`, type: `alertmanager.${type}`, name, account: null, region: null, tags: {}, createdAt: null, attributes };
}

function statusRows(body: Json): Transformed {
  const { routes, channels, inhibitions } = membersOf(body);
  return joinTransformed([
    readItems([body], status, "", ({ version, cluster, configuration }) => [resource("server", "server", "Alertmanager", { version, cluster, ...configuration })]),
    readItems(routes, route, "/routes", ({ path, ...attributes }) => [resource("route", path, `${attributes.matchers.join(", ") || "everything"} to ${attributes.receiver}`, attributes)]),
    readItems(channels, channel, "/channels", ({ id, ...attributes }) => [resource("channel", id, `${attributes.receiver} by ${attributes.kind}`, attributes)]),
    readItems(inhibitions, inhibition, "/inhibitions", (one) => [resource("inhibition", JSON.stringify([one.source, one.target, one.equal]), `${one.source.join(", ")} mutes ${one.target.join(", ")}`, one)]),
  ]);
}

/** The fingerprint stands for the labels; with its beginning it stands for the one time that they fired. */
function alertRow({ fingerprint, startsAt, updatedAt, labels, annotations, generatorURL, receivers, status: { state, silencedBy, inhibitedBy } }: (typeof alert)["_output"]): RowOf<"vendor_alert"> {
  const name = labels.alertname ?? fingerprint;
  return {
    kind: "vendor_alert", scope: null, url: generatorURL !== undefined && URL.canParse(generatorURL) ? generatorURL : null, externalId: `${fingerprint} ${startsAt}`,
    title: labels.instance === undefined ? name : `${name} on ${labels.instance}`, rule: labels.alertname ?? null, severity: severityOf(labels.severity),
    state: state === "suppressed" ? "suppressed" : "open", status: state, firingKey: firingKeyOf(labels), firstSeenAt: startsAt, lastSeenAt: updatedAt,
    // When an alert is over it is no longer listed; its end is in Prometheus's series and in the message that was sent.
    closedAt: null, resource: labels.instance ?? null, closedBy: null, closedReason: null,
    attributes: { labels, annotations, receivers: receivers.map(({ name: told }) => told).sort(), silenced_by: [...silencedBy].sort(), inhibited_by: [...inhibitedBy].sort() },
  };
}
