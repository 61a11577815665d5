import type { ChainNode } from "#app/_ui/chain.tsx";
import type { ConditionNode } from "#app/_ui/condition-tree.tsx";
import type { CoverageHole, Lane, Tick } from "#app/_ui/coverage-bar.tsx";
import type { Fact } from "#app/_ui/facts-bar.tsx";
import type { LogGap, LogLine } from "#app/_ui/log-lines.tsx";
import type { TimelineDay } from "#app/_ui/timeline.tsx";
import type { Status } from "#lib/status/client.ts";

// Fernhall Systems, its people and its figures are invented. 20 Nov 2026 is day 51 of 92.
const DAYS = 92;
const day = (number: number) => (number - 1) / DAYS;
const days = (count: number) => count / DAYS;

export const ZONE = "Europe/Dublin";

export const FACTS: readonly Fact[] = [
  { kind: "period", label: "SOC 2 Type II", value: "1 Oct – 31 Dec 2026" },
  { kind: "next", label: "Next to act", value: "Ines Okafor" },
  { kind: "sees", label: "Shared with", value: "Calder Audit LLP" },
];

export type RequestRow = { id: string; number: number; request: string; status: Status; source: string; due: string; waiting: string; items: number };

export const REQUESTS: readonly RequestRow[] = [
  { id: "r1", number: 1, request: "Description of the monitoring", status: "met", source: "Upload, approved 28 Sep", due: "31 Dec", waiting: "Priya Raman", items: 1 },
  { id: "r2", number: 2, request: "Criteria: rules and thresholds in force", status: "could_not_run", source: "Prometheus, rule set v4.2", due: "20 Nov", waiting: "Connection", items: 0 },
  { id: "r3", number: 3, request: "Hosts monitored against inventory", status: "partial", source: "41 of 42 hosts", due: "daily", waiting: "Tomás Rivera", items: 41 },
  { id: "r4", number: 4, request: "Alerts reach authorized people", status: "met", source: "263 of 263 alerts received", due: "daily", waiting: "–", items: 263 },
  { id: "r5", number: 5, request: "Alerts judged, with reason", status: "due_soon", source: "256 of 263 have a verdict", due: "today 09:22", waiting: "Jonas Weber", items: 256 },
  { id: "r6", number: 6, request: "Incidents followed to closure", status: "denied", source: "Jira SEC, 61 tickets", due: "19 Nov", waiting: "Ines Okafor", items: 61 },
];

export const TICKS: readonly Tick[] = [
  { x: 0, label: "1 Oct", major: true },
  ...[5, 12, 19, 26].map((one) => ({ x: day(one) })),
  { x: day(32), label: "1 Nov", major: true },
  ...[33, 40, 47, 54, 61].map((one) => ({ x: day(one) })),
  { x: day(62), label: "1 Dec", major: true },
  ...[68, 75, 82, 89].map((one) => ({ x: day(one) })),
  { x: 1, label: "31 Dec", major: true },
];

export const TODAY = { x: day(51.4), label: "Today" };

const evidence = (from: number, count: number) => ({ x: day(from), width: days(count), kind: "evidence" as const, label: `${count} days collected` });

export const LANES: readonly Lane[] = [
  { label: "All 6 requests proven", whole: true, value: "84 % · 43 of 51 days", spans: [
    { x: 0, width: days(8), kind: "proven", label: "1–8 Oct" },
    { x: day(9), width: days(1), kind: "hole", tone: "critical", label: "9 Oct, canary not received" },
    { x: day(10), width: days(35), kind: "proven", label: "10 Oct – 13 Nov" },
    { x: day(45), width: days(6.4), kind: "hole", tone: "caution", label: "14–20 Nov, batch-worker-07 silent" },
  ] },
  { label: "Monitoring description, v3", value: "51 of 51", spans: [evidence(1, 50.4)] },
  { label: "Rules and their configuration", value: "50 of 51", spans: [evidence(1, 49.4), { x: day(50.4), width: days(1), kind: "hole", tone: "fault", label: "20 Nov, Prometheus timed out" }] },
  { label: "Hosts monitored", value: "44 of 51", href: "/gallery/list", spans: [evidence(1, 44), { x: day(45), width: days(6.4), kind: "hole", tone: "caution", label: "14–20 Nov, batch-worker-07 silent" }] },
  { label: "Canary reached on-call", value: "50 of 51", spans: [evidence(1, 8), { x: day(9), width: days(1), kind: "hole", tone: "critical", label: "9 Oct, not received" }, evidence(10, 41.4)] },
  { label: "Alerts have a verdict", value: "51 of 51", spans: [evidence(1, 50.4)] },
  { label: "Tickets, Jira SEC", value: "49 of 51", spans: [evidence(1, 49), { x: day(50), width: days(1.4), kind: "hole", tone: "fault", hatched: false, label: "from 19 Nov, token refused" }] },
];

export const HOLES: readonly CoverageHole[] = [
  { tone: "critical", glyph: "fail", text: "9 Oct, canary not received", href: "/gallery/list" },
  { tone: "caution", glyph: "partial", text: "from 14 Nov, batch-worker-07 silent" },
  { tone: "fault", glyph: "denied", text: "from 19 Nov, Jira token refused" },
  { tone: "fault", glyph: "error", text: "20 Nov, Prometheus timed out" },
];

export const CHAIN: readonly ChainNode[] = [
  { name: "Event", state: "done", time: "21:38:04", iso: "2026-10-29T21:38:04Z", date: "29 Oct", detail: "useradd on db-primary-01", note: "line 88,214", elapsed: "5 s", elapsedSeconds: 5 },
  { name: "Alert", state: "done", time: "21:38:09", iso: "2026-10-29T21:38:09Z", detail: "New privileged user, rule v3", note: "ALR-4028", elapsed: "3 m 23 s", elapsedSeconds: 203 },
  { name: "Notified", state: "done", time: "21:41:32", iso: "2026-10-29T21:41:32Z", detail: "Jonas Weber, by pager", note: "mail bounced, 550", elapsed: "5 m 38 s", elapsedSeconds: 338 },
  { name: "Ticket", state: "done", time: "21:47:10", iso: "2026-10-29T21:47:10Z", detail: "Created in Jira, in step", note: "SEC-398", elapsed: "13 h 17 m", elapsedSeconds: 47_882 },
  { name: "Resolved", state: "done", time: "11:05:12", iso: "2026-10-30T11:05:12Z", date: "30 Oct", detail: "Cause and impact recorded", note: "Priya Raman", elapsed: "3 d 4 h", elapsedSeconds: 275_088 },
  { name: "Closed", state: "closed", time: "15:30:00", iso: "2026-11-02T15:30:00Z", date: "2 Nov", detail: "Approved by another person", note: "Ines Okafor" },
];

export const BROKEN_CHAIN: readonly ChainNode[] = [
  { name: "Event", state: "done", time: "08:10:00", iso: "2026-11-20T08:10:00Z", date: "20 Nov", detail: "batch-worker-07 silent", elapsed: "4 s", elapsedSeconds: 4 },
  { name: "Alert", state: "done", time: "08:10:04", iso: "2026-11-20T08:10:04Z", detail: "Log agent silent", elapsed: "64 min, limit 30 min", elapsedSeconds: 3840 },
  { name: "Notified", state: "broken", detail: "No receipt from pager or mail" },
  { name: "Ticket", state: "open", detail: "Waiting on Jonas Weber" },
  { name: "Closed", state: "open" },
];

export const TIMELINE: readonly TimelineDay[] = [
  { date: "29 Oct 2026", weekday: "Thursday", gapAfter: "2 days without entries: weekend", entries: [
    { id: "t1", time: "21:38:04", iso: "2026-10-29T21:38:04Z", key: true, body: "Event: useradd[1735], new user jim, UID 1001", actor: "db-primary-01" },
    { id: "t2", time: "21:38:09", iso: "2026-10-29T21:38:09Z", key: true, body: "Alert raised by new-privileged-user v3, outside change window 02:00 – 04:00", actor: "Rule engine" },
    { id: "t3", time: "21:38:12", iso: "2026-10-29T21:38:12Z", body: "Notified by pager (202 accepted) and mail (550 mailbox unavailable)", actor: "Routes, critical" },
    { id: "t4", time: "21:41:32", iso: "2026-10-29T21:41:32Z", key: true, body: "Received, acknowledged by Jonas Weber", actor: "Pager" },
  ] },
  { date: "2 Nov 2026", weekday: "Monday", entries: [
    { id: "t5", time: "10:14:00", iso: "2026-11-02T10:14:00Z", body: "Lesson: a restore opens its own change record", actor: "Priya Raman" },
    { id: "t6", time: "15:30:00", iso: "2026-11-02T15:30:00Z", key: true, body: "Closed, chain complete; approver is not the resolver", actor: "Ines Okafor" },
  ] },
];

export const LOG: readonly (LogLine | LogGap)[] = [
  { number: 18402, tag: "A", parts: ["Nov 20 08:43:07 bastion-02 ", { text: "sshd", mark: 1 }, "[24935]: ", { text: "Failed password", mark: 1 }, " for root from ", { text: "203.0.113.44", mark: 1 }, " port 40118 ssh2"] },
  { number: 18403, tag: "A", parts: ["Nov 20 08:43:09 bastion-02 ", { text: "sshd", mark: 1 }, "[24937]: ", { text: "Failed password", mark: 1 }, " for backup from ", { text: "203.0.113.44", mark: 1 }, " port 40124 ssh2"] },
  { gap: "211 more matches of A in 9 min 26 s", href: "/gallery" },
  { number: 18974, tag: "B", parts: ["Nov 20 08:52:41 bastion-02 ", { text: "sshd", mark: 2 }, "[25016]: ", { text: "Accepted", mark: 2 }, " ", { text: "password", mark: 2 }, " for deploy from ", { text: "203.0.113.44", mark: 2 }, " port 41602 ssh2"] },
  { number: 18975, parts: ["Nov 20 08:52:41 bastion-02 sshd[25016]: pam_unix(sshd:session): session opened for user deploy by (uid=0)"] },
];

export const CONDITIONS: readonly ConditionNode[] = [
  { id: "c", outcome: "matched", text: "in order, same source.ip, within 15 min", value: "2 of 2 in order", children: [
    { id: "a", outcome: "matched", tag: "A", text: "count ≥ 20 of failures within 10 min", value: "214 in 9 min 31 s", children: [
      { id: "a1", outcome: "matched", text: "process is sshd", value: "214" },
      { id: "a2", outcome: "not_matched", text: "not source.ip in 10.20.0.0/16 (own scanner)", value: "filter did not match" },
    ] },
    { id: "b", outcome: "matched", tag: "B", text: "then a success", value: "1, 3 s after the last failure", children: [
      { id: "b1", outcome: "matched", text: "action is Accepted", value: "Accepted" },
      { id: "b2", outcome: "not_evaluated", text: "geo.country is new", value: "no location data" },
    ] },
  ] },
];
