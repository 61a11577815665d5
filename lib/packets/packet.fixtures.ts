import { createHash } from "node:crypto";
import { periodCoverage, type CoverageRequest } from "#lib/evidence/client.ts";
import type { OpenBytes, PacketAlert, PacketContent, PacketEvidence, PacketFinding, PacketIncident, PacketRequest, PacketSegment, PopulationRecord } from "./packet-content.ts";

/** A packet of an invented company, rich enough to show every part of a report. For tests, benchmarks and a look at it. */

const at = (text: string): Date => new Date(text);
const PERIOD = { from: at("2026-09-30T23:00:00Z"), to: at("2026-11-16T00:00:00Z"), timeZone: "Europe/Dublin" };

/** Bytes in memory as a source. */
export function bytesSource(text: string | Uint8Array): { sha256: string; open: OpenBytes } {
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    open: async function* () { yield bytes; },
  };
}

function evidence(id: string, title: string, sourceKind: string, sourceName: string, fileName: string, body: string): PacketEvidence {
  return {
    id, title, sourceKind, sourceName, fileName, mediaType: fileName.endsWith(".json") ? "application/json" : "text/plain",
    collectedAt: at("2026-11-16T06:00:12Z"), collectedBy: "collector-2", covers: { from: PERIOD.from, to: PERIOD.to }, ...bytesSource(body),
  };
}

function segment(id: string, sourceName: string, parsedLines: number, unparsedLines: number): PacketSegment {
  const lines = Array.from({ length: parsedLines + unparsedLines }, (_, n) => `<134>1 2026-10-${String((n % 28) + 1).padStart(2, "0")}T08:00:${String(n % 60).padStart(2, "0")}Z ${sourceName} sshd ${n} - - Accepted publickey for deploy from 192.0.2.${n % 250}`);
  return { id, sourceName, from: at("2026-10-09T00:00:00Z"), to: at("2026-10-10T00:00:00Z"), parsedLines, unparsedLines, packed: null, ...bytesSource(`${lines.join("\n")}\n`) };
}

const TITLES = ["Root login without multi-factor authentication", "Security group opened to the internet", "Audit trail stopped", "Repeated failed sign-in, then success", "Privileged role granted outside a change", "Canary: synthetic failed sign-in"];
const SEVERITIES = ["high", "critical", "medium", "low"];
const VERDICTS = ["false positive", "expected change", "security event", "canary"];

/** `n` alerts, evenly spread over the period. */
export function* sampleAlerts(n: number): Generator<PacketAlert> {
  const step = (PERIOD.to.getTime() - PERIOD.from.getTime()) / n;
  for (let i = 0; i < n; i += 1) {
    const occurredAt = new Date(PERIOD.from.getTime() + Math.floor(i * step));
    const judged = i % 31 !== 7;
    yield {
      id: `ALR-${3700 + i}`, occurredAt, title: TITLES[i % TITLES.length] ?? "", severity: SEVERITIES[i % 4] ?? "", origin: i % 5 === 0 ? "monitor" : "rule",
      rule: i % 5 === 0 ? null : `aws-${1000 + (i % 40)}`, resource: ["fh-prod-eu", "fh-prod-us", "batch-worker-07", "bastion-1"][i % 4] ?? null,
      state: judged ? "closed" : "open", verdict: judged ? VERDICTS[i % 4] ?? null : null, verdictBy: judged ? "Tomas Berg" : null,
      verdictAt: judged ? new Date(occurredAt.getTime() + 1_260_000) : null, incidentId: i % 83 === 2 ? `INC-2026-0${String(10 - Math.floor(i / 83)).padStart(2, "0")}` : null,
      note: i % 50 === 3 ? "=HYPERLINK(\"http://example.test\",\"see here\")" : null,
    };
  }
}

function incident(id: string, title: string, state: string, event: string, steps: readonly (number | null)[], more: Partial<PacketIncident> = {}): PacketIncident {
  const start = at(event);
  const step = (index: number): Date | null => {
    const seconds = steps[index];
    return seconds === null || seconds === undefined ? null : new Date(start.getTime() + seconds * 1000);
  };
  return {
    id, title, severity: "high", state, openedAt: new Date(start.getTime() + 540_000), ticketKey: `SEC-${id.slice(-3)}`, withheld: false,
    chain: { event: start, alert: step(0), received: step(1), ticket: step(2), contained: step(3), resolved: step(4) },
    timeline: [
      { at: new Date(start.getTime() + 5_000), who: "rule aws-1014", what: "Alert raised: privileged role granted outside a change" },
      { at: new Date(start.getTime() + 180_000), who: "pager", what: "Delivered to the on-call engineer, acknowledged" },
      { at: new Date(start.getTime() + 540_000), who: "Tomas Berg", what: "Judged a security event, called an incident under section 4.2 of the incident policy; ticket opened" },
      { at: new Date(start.getTime() + 2_580_000), who: "Tomas Berg", what: "Session revoked, role removed, credentials rotated in fh-prod-eu" },
    ], cause: "A role was granted outside a change.", remark: null, ...more,
  };
}

const INCIDENTS: readonly PacketIncident[] = [
  incident("INC-2026-008", "Customer mailbox rule", "Closed", "2026-10-22T09:02:00Z", [6, 120, 420, 2280, 20_640], { withheld: true }),
  incident("INC-2026-009", "Privileged role granted outside a change", "Closed", "2026-10-29T21:38:00Z", [5, 180, 540, 2580, 48_420], { remark: "One mail bounced (550); the pager delivered it." }),
  incident("INC-2026-010", "Audit trail stopped in fh-prod-us", "Resolving", "2026-11-12T04:17:00Z", [4, 120, 660, 7500, null]),
];

function finding(number: number, title: string, place: PacketFinding["place"], more: Partial<PacketFinding> = {}): PacketFinding {
  const raisedAt = at("2026-10-09T10:31:00Z");
  return {
    id: `FND-2026-${number}`, title, severity: "high", description: "Seen by the daily look at what is due.", source: "Silent log source", sourceName: "batch-worker-07",
    raisedAt, raisedBy: "Tickmark", owner: "Tomas Berg", place, state: "Open", late: false, dueOn: "2026-11-08", acceptedUntil: null, acceptedBy: null, settledAt: null, stateSince: null,
    controls: ["SYS.1.01", "SYS.2.07"], otherControls: false, requirements: ["soc2-tsc-2017 CC7.2"],
    timeline: [{ at: raisedAt, who: "Tickmark", what: "Raised" }, { at: new Date(raisedAt.getTime() + 3_600_000), who: "Tomas Berg", what: "Remediation started: the forwarder is set up anew." }], ...more,
  };
}

const FINDINGS: readonly PacketFinding[] = [
  finding(212, "Canary was not received within 30 minutes", "closed", { state: "Closed", settledAt: at("2026-10-15T08:00:00Z"), source: "Evidence overdue or refused", sourceName: "Canary reached on-call" }),
  finding(219, "Rotation of the recovery account is not logged", "accepted", { severity: "low", state: "Risk accepted", acceptedUntil: "2027-03-31", acceptedBy: "Ines Okafor", settledAt: at("2026-10-20T08:00:00Z"), source: "Seen by a person", sourceName: "" }),
  finding(231, "batch-worker-07 sends no logs", "open", { state: "Open, late", late: true, otherControls: true }),
];
const FINDING_TOTALS = { high: 2, low: 1, open: 1, accepted: 1, closed: 1 };

function populationRecord(n: number, query: string): PopulationRecord {
  return {
    sourceSystem: "Tickmark", environment: "production", tenant: "org-0190e7", query, filters: "control = SYS.2.07", apiVersion: "2026-10",
    extractionStart: at("2026-11-20T08:29:40Z"), extractionEnd: at("2026-11-20T08:29:58Z"), clockSource: "NTP, 3 ms off", account: "svc-packets (read only)",
    pages: Math.max(1, Math.ceil(n / 100)), rowsPerPage: 100, announced: n, received: n, firstRecord: n > 0 ? "the first" : null, lastRecord: n > 0 ? "the last" : null,
    sequenceGaps: [], exclusions: [], controlTotals: { rows: n }, secondCount: { method: "SELECT count(*) in a later transaction", count: n },
    collectorVersion: "0.1.0", rawSha256: createHash("sha256").update(query).digest("hex"),
  };
}

function requests(): PacketRequest[] {
  const empty = { because: "", gaps: [], evidenceIds: [], segmentIds: [], populations: [] };
  return [
    { ...empty, id: "req-1", number: 1, title: "Monitoring description", asksFor: "The approved description of what is monitored, against which criteria, and who is told.", status: "met", evidenceIds: ["EV-1171"] },
    { ...empty, id: "req-2", number: 2, title: "Rules and configuration", asksFor: "Detection rules in force, with every change in the period.", status: "met", evidenceIds: ["EV-1190", "EV-1191"] },
    { ...empty, id: "req-3", number: 3, title: "Hosts monitored", asksFor: "For every production host, proof that its logs arrived each day.", status: "partial", because: "batch-worker-07 has sent nothing since 14 November.",
      gaps: [{ from: at("2026-11-14T03:12:00Z"), to: PERIOD.to, cause: "stale", what: "batch-worker-07 silent (finding 231)" }], evidenceIds: ["EV-1182"], segmentIds: ["seg-0190f1a2"] },
    { ...empty, id: "req-4", number: 4, title: "Canary reached on-call", asksFor: "The scheduled test event, received by a named person, each day.", status: "fail", because: "One canary was not received.",
      gaps: [{ from: at("2026-10-09T10:00:00Z"), to: at("2026-10-09T10:30:00Z"), cause: "fail", what: "canary not received within 30 minutes (finding 212)" }], evidenceIds: ["EV-1195"] },
    { ...empty, id: "req-5", number: 5, title: "Alerts have a verdict", asksFor: "All alerts of the period with verdict, person and time.", status: "met", populations: ["alerts"] },
    { ...empty, id: "req-6", number: 6, title: "Incidents and tickets", asksFor: "All incidents of the period with their chain from event to resolution.", status: "met", populations: ["incidents"], segmentIds: ["seg-0190f1b7"] },
    { ...empty, id: "req-7", number: 7, title: "Findings of the cloud inspector", asksFor: "Vulnerability findings of each production account.", status: "disabled", because: "The inspector is switched off in fh-prod-eu." },
    { ...empty, id: "req-8", number: 8, title: "Annual test of the response plan", asksFor: "Record of the exercise and its lessons.", status: "not_yet_known" },
  ];
}

function coverageRequests(): CoverageRequest[] {
  const whole = [{ from: PERIOD.from, to: PERIOD.to }];
  return requests().slice(0, 6).map((one) => ({ key: one.id, label: one.title, proven: whole, holes: one.gaps.map((gap) => ({ ...gap })) }));
}

/** The rich sample. Override any part. */
export function samplePacket(more: Partial<PacketContent> = {}): PacketContent {
  return {
    packetId: "pkt-0190f3", madeAt: at("2026-11-20T08:30:11.482Z"), requestedBy: "Ines Okafor", purpose: "Interim, for the auditor of SOC 2 Type II",
    organizationName: "Fernhall Systems", demo: true, software: "Tickmark 0.1.0",
    control: {
      code: "SYS.2.07", title: "System security monitoring",
      statement: "Critical systems are watched against written security criteria. What breaches them reaches a named, authorized person, and every confirmed incident is followed until it is resolved.",
      owner: "Security Operations, Priya Raman", processOwners: ["Tomas Berg", "Cloud Platform"], operates: "continuously, per event",
      scope: "All production accounts and hosts of the Fernhall platform, and the identity provider.",
      guidance: "Keep the written criteria, the rules that implement them, and the proof that an alert reached a person. Judge every alert; give the reason. A quiet source is a finding, not good news.",
      retired: null,
      designTest: [
        { key: "D1", does: "Read the written criteria in force, and see for each whom it reaches.", population: null, sample: null, deviation: "A criterion without a person to receive it." },
        { key: "D2", does: "Walk one alert from event to closure with the person on duty.", population: null, sample: null, deviation: "A step that nobody can show." },
      ],
      operatingTest: [
        { key: "O1", does: "Compare the inventory with the systems that monitoring sees.", population: "Every production system on two dates of the period.", sample: null, deviation: "A difference that nobody can explain." },
        { key: "O2", does: "Read the record of each alert: who took it, what was done, who closed it.", population: "Every alert of the period.", sample: "25, drawn from the frozen list.", deviation: "An alert without verdict, or closed by the person who fixed it." },
      ],
      mappings: [
        ["SOC 2", "2017 (2022)", "criterion", "CC7.2", "Monitors components for anomalies", "satisfies"], ["SOC 2", "2017 (2022)", "criterion", "CC7.3", "Evaluates security events", "satisfies"],
        ["SOC 2", "2017 (2022)", "criterion", "CC4.2", "Communicates deficiencies", "contributes"], ["ISO 27001", "2022", "Annex A control", "A.8.16", "Monitoring activities", "satisfies"],
        ["ISO 27001", "2022", "Annex A control", "A.8.15", "Logging", "contributes"], ["PCI DSS", "4.0.1", "requirement", "10.4.1", "Daily review of security events", "satisfies"],
        ["PCI DSS", "4.0.1", "requirement", "12.10.5", "Monitoring feeds incident response", "satisfies"],
      ].map(([framework = "", edition = "", label = "", requirement = "", title = "", kind]) => ({ framework, edition, label, requirement, title, kind: kind === "satisfies" ? "satisfies" as const : "contributes" as const, rationale: kind === "satisfies" ? "Rules, alerts and incidents of the period show it." : "" })),
    },
    period: { firstDay: "2026-10-01", lastDay: "2026-11-15", timeZone: "Europe/Dublin" },
    requests: requests(),
    evidence: [
      evidence("EV-1171", "Description of security monitoring, version 4", "upload", "policy library", "Monitoring description v4.txt", "We watch.\n"),
      evidence("EV-1182", "Inventory held against log sources", "collection", "inventory and intake", "hosts-against-sources.json", "{\"hosts\":58,\"silent\":[\"batch-worker-07\"]}\n"),
      evidence("EV-1190", "Rule changes of the period", "collection", "rule repository", "SEC-398 changes.json", "[]\n"),
      evidence("EV-1191", "Rules in force on 15 November", "collection", "rule repository", "rules.yaml", "rules: 96\n"),
      evidence("EV-1195", "Canary log", "canary", "pager", "canary.csv", "day,received\n2026-10-09,no\n"),
    ],
    segments: [segment("seg-0190f1a2", "bastion-1", 812, 3), segment("seg-0190f1b7", "idp-audit", 240, 0)],
    alerts: { rows: () => sampleAlerts(250), ipe: populationRecord(250, "alerts where occurred_at >= '2026-09-30T23:00:00Z' and occurred_at < '2026-11-16T00:00:00Z' order by occurred_at, id") },
    incidents: { rows: () => INCIDENTS, ipe: populationRecord(3, "incidents where opened_at >= '2026-09-30T23:00:00Z' and opened_at < '2026-11-16T00:00:00Z'") },
    findings: { rows: () => FINDINGS, ipe: { ...populationRecord(4, "findings that touched SYS.2.07 in the period"), exclusions: [{ reason: "kept internal by the organization", count: 1 }], controlTotals: FINDING_TOTALS } },
    coverage: periodCoverage(PERIOD, coverageRequests(), at("2026-11-20T08:30:11Z")),
    ledger: { pendingEntryIds: ["led-18041", "led-18042"], checkpoint: { root: createHash("sha256").update("root").digest("hex"), size: 18_040, note: "ledger.example\n18040\n" } },
    omissions: [
      { id: "om-1", requestId: "req-3", subject: "Logs of batch-worker-07", cause: "stale", reason: "The host sent nothing; see finding 231.", from: at("2026-11-14T03:12:00Z"), to: PERIOD.to },
      { id: "om-2", requestId: "req-6", subject: "INC-2026-008, restricted", cause: "denied", reason: "Counted and timed; content withheld by the owner of the incident.", from: null, to: null },
      { id: "om-3", requestId: "req-7", subject: "Inspector findings, fh-prod-eu", cause: "disabled", reason: "The service is switched off in the account.", from: at("2026-11-09T00:00:00Z"), to: PERIOD.to },
    ],
    ...more,
  };
}
