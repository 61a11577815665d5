import { z } from "zod";

const minutes = z.number().int().min(5).max(60 * 24 * 30);
const hours = z.number().int().min(1).max(24 * 365);

const bySeverity = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ critical: value, high: value, medium: value, low: value });

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
  due_soon_days: {
    title: "Days before evidence becomes stale at which it is shown as due soon",
    schema: z.number().int().min(1).max(90),
    initial: 7,
  },
  packet_link_days: {
    title: "Days that a personal link to a packet stays valid",
    schema: z.number().int().min(1).max(90),
    initial: 14,
  },
} as const satisfies Record<string, { title: string; schema: z.ZodType; initial: unknown }>;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<Name extends SettingName> = z.output<(typeof SETTINGS)[Name]["schema"]>;
export const SETTING_NAMES = Object.keys(SETTINGS) as [SettingName, ...SettingName[]];
