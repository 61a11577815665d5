import { z } from "zod";
import { dayInput } from "#lib/access/index.ts";

const whole = (least: number, most: number, unit: string) => {
  const bounds = `A whole number from ${least.toLocaleString("en-GB")} to ${most.toLocaleString("en-GB")} ${unit}.`;
  return z.number(bounds).int(bounds).min(least, bounds).max(most, bounds);
};

const minutes = whole(5, 60 * 24 * 30, "minutes");
const hours = whole(1, 24 * 365, "hours");

const bySeverity = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ critical: value, high: value, medium: value, low: value });

/** Longer than any address that an authority answers at. */
const MAX_URL = 500;
/** A chain of certificates in PEM is a tenth of it. */
const MAX_CERTIFICATES = 40_000;
const MAX_ADDRESSES = 10;

const isAuthority = (value: string): boolean => URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol) && new URL(value).username === "";
const PEM = /^(-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)*$/;

/**
 * Every setting of an organization: its schema and the value that holds until somebody changes it.
 * Units end the names. The numbers are common service levels of incident policies, not a standard's.
 */
export const SETTINGS = {
  alert_acknowledge_minutes: {
    title: "Time to acknowledge an alert",
    schema: bySeverity(minutes),
    initial: { critical: 30, high: 60, medium: 480, low: 2880 },
  },
  incident_resolve_hours: {
    title: "Time to resolve an incident",
    schema: bySeverity(hours),
    initial: { critical: 24, high: 72, medium: 168, low: 336 },
  },
  finding_due_days: {
    title: "Days to remedy a finding",
    schema: bySeverity(whole(1, 730, "days")),
    initial: { critical: 7, high: 30, medium: 90, low: 180 },
  },
  /** Before that its owner is reminded; a proof that is a day late is no gap of the control yet. */
  overdue_evidence_finding_days: {
    title: "Days after which evidence that is overdue or was refused becomes a finding",
    schema: whole(1, 365, "days"),
    initial: 14,
  },
  silent_source_days: {
    title: "Days without logs after which a source that sent some becomes a finding",
    schema: whole(1, 365, "days"),
    initial: 7,
  },
  /** Of what is raised when logs are read; a retro-hunt raises what a person chose. */
  rule_flood_alerts: {
    title: "Alerts of one rule within an hour beyond which it is quarantined",
    schema: whole(10, 100_000, "alerts"),
    initial: 500,
  },
  /** What is more stays collected, and enters when there is room again, the gravest first. */
  vendor_flood_alerts: {
    title: "Vendors' alerts of one connection that enter the queue within an hour",
    schema: whole(10, 100_000, "alerts"),
    initial: 500,
  },
  /** What a vendor calls over is shown and judged by people, unless nobody has taken it and this says that it is then closed. */
  vendor_alert_resolution: {
    title: "Alerts that their vendor calls over",
    schema: z.enum(["people_judge", "close_untaken"]),
    initial: "people_judge",
  },
  due_soon_days: {
    title: "Days before evidence becomes stale at which it is shown as due soon",
    schema: whole(1, 90, "days"),
    initial: 7,
  },
  freshness_objective_percent: {
    title: "Share of a period's days on which evidence is to be fresh",
    schema: whole(50, 100, "per cent"),
    initial: 100,
  },
  /** Counted from the end of the time that evidence speaks for, or from when it was handed in, whichever is later. */
  evidence_retention_days: {
    title: "Days that evidence is kept after the time it speaks for, by classification",
    schema: z.strictObject({ public: whole(30, 36_500, "days"), internal: whole(30, 36_500, "days"), confidential: whole(30, 36_500, "days"), restricted: whole(30, 36_500, "days") }),
    // Seven years, as auditors keep their working papers.
    initial: { public: 2_557, internal: 2_557, confidential: 2_557, restricted: 2_557 },
  },
  packet_link_days: {
    title: "Days that a personal link to a packet stays valid",
    schema: whole(1, 90, "days"),
    initial: 14,
  },
  /** Who changes what a control says or maps to: with another person's approval, or alone, which every place that shows it says. */
  control_approval: {
    title: "Changes of controls",
    schema: z.enum(["second_person", "waived"]),
    initial: "second_person",
  },
  /** From the start of this day, in the organization's time zone, nobody without a second factor does anything here. */
  second_factor_required_from: {
    title: "Second factor",
    schema: z.union([z.literal("never"), dayInput]),
    initial: "never",
  },
  /** Who attests when each of the ledger's checkpoints was there (RFC 3161), and the certificates that their own must lead to; none: those that Node trusts. */
  ledger_time_stamp: {
    title: "Time stamps of checkpoints",
    schema: z.union([
      z.literal("none"),
      z.strictObject({
        url: z.string().trim().max(MAX_URL).refine(isAuthority, "An address that begins with https:// or http://, without a name and password in it."),
        certificates: z.string().trim().max(MAX_CERTIFICATES).regex(PEM, "Certificates in PEM: each begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----."),
      }),
    ]),
    initial: "none",
  },
  /** Who is mailed the ledger's newest checkpoint, once a day when it changed. */
  ledger_mail_addresses: {
    title: "Mail of checkpoints",
    schema: z.array(z.email("This is not a mail address.").max(254)).max(MAX_ADDRESSES, `At most ${MAX_ADDRESSES} addresses.`),
    initial: [],
  },
} as const satisfies Record<string, { title: string; schema: z.ZodType; initial: unknown }>;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<Name extends SettingName> = z.output<(typeof SETTINGS)[Name]["schema"]>;
export const SETTING_NAMES = Object.keys(SETTINGS) as [SettingName, ...SettingName[]];
