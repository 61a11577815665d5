import { z } from "zod";
import { membersOf, readItems, severityOf, type Answer, type Json, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { CLIENTS, FIRED_ALERTS, INDEXES, operationOf, SAVED_SEARCHES, SEARCH } from "./client.ts";
import { client, firedAlert, index, reporting, savedSearch } from "./schema.ts";

const BASE = { scope: null, url: null };
/** A forwarder calls every minute, and a host logs every day: what is silent for longer is not covered. */
const SILENT_MS = 24 * 3_600_000;
const asked = z.object({ until: z.iso.datetime() });

/** Splunk's six numbers in its own words. */
const SEVERITIES: Readonly<Record<number, { word: string; degree: "informational" | "low" | "medium" | "high" | "critical" }>> = {
  1: { word: "debug", degree: "informational" }, 2: { word: "info", degree: "informational" }, 3: { word: "warn", degree: "medium" }, 4: { word: "error", degree: "high" }, 5: { word: "severe", degree: "critical" }, 6: { word: "fatal", degree: "critical" },
};

/** Rows of one stored answer. Pure. */
export function transform({ operation, parameters, body }: Answer): Transformed {
  const { entry, rows } = membersOf(body);
  const until = (): number => Date.parse(asked.parse(parameters).until);
  switch (operation) {
    case operationOf(SAVED_SEARCHES): return readItems(entry, savedSearch, "/entry", (one) => [searchRow(one)]);
    case operationOf(INDEXES): return readItems(entry, index, "/entry", ({ name, content }) => [resource("index", name, name, { disabled: content.disabled, retention_seconds: content.frozenTimePeriodInSecs, max_megabytes: content.maxTotalDataSizeMB ?? null, archived_to: content.coldToFrozenDir ?? null })]);
    case operationOf(CLIENTS): return readItems(entry, client, "/entry", ({ name, content: { hostname, lastPhoneHomeTime, ...more } }) => [
      resource("forwarder", name, hostname, { ip: more.ip ?? null, version: more.splunkVersion ?? null }),
      seen(`forwarder ${name}`, "splunk forwarder", "agent", hostname, lastPhoneHomeTime, until()),
    ]);
    case SEARCH: return readItems(rows, reporting, "/rows", ({ host, latest }) => [seen(`host ${host}`, "splunk", "logs", host, latest, until())]);
    case operationOf(FIRED_ALERTS): return readItems(entry, firedAlert, "/entry", (one) => [alertRow(one)]);
    default: return { rows: [], unreadable: [] };
  }
}

function resource(type: string, id: string, name: string, attributes: Record<string, Json>): RowOf<"resource"> {
  return { kind: "resource", ...BASE, externalId: `${type} ${id}`, type: `splunk.${type}`, name, account: null, region: null, tags: {}, createdAt: null, attributes };
}

function seen(externalId: string, by: string, via: "agent" | "logs", host: string, seconds: number, until: number): RowOf<"coverage"> {
  const silent = until - seconds * 1000 > SILENT_MS;
  return { kind: "coverage", ...BASE, externalId, via, by, resource: host, state: silent ? "not_covered" : "covered", status: silent ? "silent" : "reports", reason: silent ? "Nothing was heard for more than a day." : null, lastSeenAt: new Date(seconds * 1000).toISOString() };
}

const listed = (text: string | undefined): string[] => [...new Set((text ?? "").split(/[,;]/).map((part) => part.trim()).filter((part) => part !== ""))].sort();

function searchRow({ name, acl, updated, content }: z.output<typeof savedSearch>): RowOf<"monitor"> {
  const actions = listed(content.actions);
  const trigger = [content.alert_type, content.alert_comparator, content.alert_threshold].filter((part) => part !== undefined && part !== "").join(" ");
  return {
    kind: "monitor", ...BASE, externalId: `${acl.app ?? ""}/${acl.owner ?? ""}/${name}`, name,
    // What is not scheduled runs when somebody runs it: it watches nothing.
    enabled: !content.disabled && content.is_scheduled, criterion: trigger === "" ? content.search : `${content.search}\n${trigger}`,
    severity: content["alert.severity"] === undefined ? null : (SEVERITIES[content["alert.severity"]]?.word ?? String(content["alert.severity"])),
    watches: [], tells: [...listed(content["action.email.to"]), ...actions.filter((action) => action !== "email")], updatedAt: updated ?? null,
    attributes: { app: acl.app ?? null, owner: acl.owner ?? null, sharing: acl.sharing ?? null, schedule: content.cron_schedule ?? null, disabled: content.disabled, scheduled: content.is_scheduled, actions, suppressed: content["alert.suppress"] ?? null },
  };
}

function alertRow({ name, content }: z.output<typeof firedAlert>): RowOf<"vendor_alert"> {
  const graded = SEVERITIES[content.severity];
  const at = new Date(content.trigger_time * 1000).toISOString();
  return {
    kind: "vendor_alert", ...BASE, externalId: name, title: content.savedsearch_name, rule: content.savedsearch_name,
    severity: graded ?? severityOf(String(content.severity)), state: "open", status: "triggered",
    // A fired alert is a moment: Splunk knows of no end, and forgets it when it expires.
    firstSeenAt: at, lastSeenAt: at, closedAt: null, resource: null, closedBy: null, closedReason: null, attributes: { sid: content.sid, type: content.alert_type ?? null, actions: listed(content.actions) },
  };
}
