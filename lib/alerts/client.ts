// Words and pure rules of alerts that browser code may use.

/** The name by which people call an alert: ALR-12. */
export function alertName(number: number): string {
  return `ALR-${number}`;
}

/** The number in `ALR-12`, `alr-12` or `12`; null when it is none. */
export function alertNumber(name: string): number | null {
  const found = /^(?:alr-)?([1-9]\d{0,8})$/i.exec(name.trim());
  return found === null ? null : Number(found[1]);
}

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type AlertSeverity = (typeof SEVERITIES)[number];
export const SEVERITY_WORDS: Readonly<Record<AlertSeverity, string>> = { critical: "Critical", high: "High", medium: "Medium", low: "Low" };

/** How far an alert has come. */
export const ALERT_STATUSES = ["open", "acknowledged", "judged"] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** Verdicts that judging gives; `incident` comes from declaring one. In the order of their keys, 1 to 3 (and 4). */
export const JUDGED_VERDICTS = ["false_positive", "expected", "security_event"] as const;
/** Verdicts that people give. */
export const GIVEN_VERDICTS = [...JUDGED_VERDICTS, "incident"] as const;
/** The last is nobody's judgement: the vendor called it over, nobody had taken it, and the organization lets that close it. */
export const VERDICTS = [...GIVEN_VERDICTS, "ended_at_vendor"] as const;
export type AlertVerdict = (typeof VERDICTS)[number];
export const VERDICT_WORDS: Readonly<Record<AlertVerdict, string>> = {
  false_positive: "False positive",
  expected: "Expected",
  security_event: "Security event",
  incident: "Incident",
  ended_at_vendor: "Ended at the vendor",
};

/** Where alerts come from: rules that read logs, or vendors of whom they were collected. */
export const ALERT_SOURCES = ["rule", "vendor"] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];
export const SOURCE_WORDS: Readonly<Record<AlertSource, string>> = { rule: "Rules over logs", vendor: "Vendors" };

/** How an alert stands at its vendor, beside how it is judged here. */
export const VENDOR_STATES = ["open", "suppressed", "closed", "gone"] as const;
export type VendorState = (typeof VENDOR_STATES)[number];
export const VENDOR_STATE_WORDS: Readonly<Record<VendorState, string>> = {
  open: "Goes on", suppressed: "Muted there", closed: "Over", gone: "No longer listed",
};

/** What became of a firing of a vendor's alert: it is in the queue, or why it is not. */
export const FIRING_OUTCOMES = ["queued", "told_already", "below_severity", "muted", "posture", "imported"] as const;
export type FiringOutcome = (typeof FIRING_OUTCOMES)[number];
export const OUTCOME_WORDS: Readonly<Record<FiringOutcome, string>> = {
  queued: "In the queue",
  told_already: "In the queue as the alert of another connection, which told of the same firing first",
  below_severity: "Not in the queue: below the least severity of its connection",
  muted: "Not in the queue: muted at the vendor",
  posture: "Not in the queue: a judgement of a configuration, which checks are for",
  imported: "Imported, not witnessed: over before the connection fed the queue",
};

/** Severities from which on a connection feeds the queue, the least first. What a vendor gives no known severity is below none. */
export const FEED_SEVERITIES = ["informational", "low", "medium", "high", "critical"] as const;
export type FeedSeverity = (typeof FEED_SEVERITIES)[number];
export const FEED_SEVERITY_WORDS: Readonly<Record<FeedSeverity, string>> = { informational: "Informational", ...SEVERITY_WORDS };

/** Shortest reason of a verdict, in characters: less than this explains nothing to an auditor. */
export const REASON_MIN = 10;
export const REASON_MAX = 4000;

/**
 * Time left to an instant in two units at most: `8 min`, `2 h 32 min`, `3 d 4 h`; behind it `12 min late`.
 * Rounded down, so that what is shown as left is left.
 */
export function timeLeft(until: Date, now: Date): string {
  const minutes = Math.floor(Math.abs(until.getTime() - now.getTime()) / 60_000);
  const text = minutes < 60 ? `${minutes} min` : minutes < 1440 ? units(minutes, 60, "h", "min") : units(Math.floor(minutes / 60), 24, "d", "h");
  return until < now ? `${text} late` : text;
}

function units(value: number, per: number, large: string, small: string): string {
  const rest = value % per;
  return `${Math.floor(value / per)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}
