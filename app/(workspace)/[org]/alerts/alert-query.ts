import type { Query } from "#app/_ui/list-state.ts";
import { ALERT_SOURCES, SEVERITIES, VERDICTS } from "#lib/alerts/client.ts";
import type { ListAlertsInput } from "#lib/alerts/index.ts";

/** What an address of the triage screen asks for. */
export type AlertQuery = { list: ListAlertsInput & { view: "to_judge" | "judged" }; alertId: string | undefined; allLines: boolean };

/** Reads the address; what it does not know is as if it were not there. */
export function alertQuery(query: Query): AlertQuery {
  const one = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const view = one("view") === "judged" ? "judged" : "to_judge";
  const status = one("status");
  return {
    list: {
      view,
      severity: SEVERITIES.find((value) => value === one("severity")),
      status: view === "to_judge" && (status === "open" || status === "acknowledged") ? status : undefined,
      verdict: view === "judged" ? VERDICTS.find((value) => value === one("verdict")) : undefined,
      rule: one("rule"),
      entity: one("entity"),
      segment: one("segment"),
      source: ALERT_SOURCES.find((value) => value === one("source")),
      connection: one("connection"),
      text: one("q"),
      cursor: one("after"),
    },
    alertId: one("alert"),
    allLines: one("lines") === "all",
  };
}
