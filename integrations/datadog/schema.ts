import { z } from "zod";

// What evidence rests on in Datadog's answers, as they are stored (questions.ts). Everything else may come and go.

const instant = z.iso.datetime({ offset: true });
const texts = z.array(z.string());

export const monitor = z.object({
  id: z.int(), name: z.string(), type: z.string(), query: z.string(), tags: texts, tells: texts, priority: z.int().nullish(), overall_state: z.string(),
  created: instant, modified: instant, options: z.object({ notify_no_data: z.boolean().nullish(), thresholds: z.record(z.string(), z.json()).nullish(), renotify_interval: z.number().nullish(), silenced: z.record(z.string(), z.json()).nullish() }),
});

/** A mute: what it covers, when, and why. */
export const downtime = z.object({
  id: z.string(), attributes: z.object({
    status: z.string(), scope: z.string(), created: instant, modified: instant, canceled: instant.nullish(), message: z.string().nullish(),
    monitor_identifier: z.record(z.string(), z.json()), schedule: z.record(z.string(), z.json()).nullish(),
  }),
  relationships: z.object({ created_by: z.object({ data: z.object({ id: z.string() }).nullish() }).optional() }).optional(),
});

export const notificationRule = z.object({ id: z.string(), attributes: z.object({ name: z.string(), recipients: texts.default([]), filter: z.json().optional() }) });

export const objective = z.object({ id: z.string(), name: z.string(), type: z.string(), tags: texts, thresholds: z.array(z.object({ timeframe: z.string(), target: z.number() })), monitor_ids: z.array(z.int()).optional(), query: z.json().optional(), modified_at: z.number() });

export const host = z.object({
  id: z.int(), name: z.string(), up: z.boolean().nullable(), last_reported_time: z.number(), is_muted: z.boolean(), sources: texts.default([]), aliases: texts.default([]),
  meta: z.object({ agent_version: z.string().nullish(), platform: z.string().nullish() }).default({}),
});

export const agent = z.object({
  id: z.string(), attributes: z.object({
    hostname: z.string(), agent_version: z.string(), os: z.string().nullish(), is_cspm_enabled: z.boolean(), is_cws_enabled: z.boolean(), is_csm_vm_hosts_enabled: z.boolean(), is_csm_vm_containers_enabled: z.boolean(),
  }),
});

export const securityRule = z.object({
  id: z.string(), name: z.string(), type: z.string(), isEnabled: z.boolean(), tags: texts.default([]), version: z.int(), updatedAt: z.number().nullish(),
  queries: z.array(z.object({ query: z.string().default("") })).default([]), cases: z.array(z.object({ status: z.string(), condition: z.string().nullish(), notifications: texts.default([]) })),
});

const known = z.object({
  title: z.string().optional(),
  workflow: z.object({
    first_seen: instant.optional(), last_seen: instant.optional(), rule: z.object({ id: z.string(), name: z.string() }).partial().optional(),
    triage: z.object({ state: z.string(), archive_reason: z.string().nullish(), assignee: z.object({ name: z.string() }).partial().optional(), updater: z.object({ handle: z.string(), name: z.string().nullish() }).partial().optional() }).optional(),
  }),
});

export const signal = z.object({ id: z.string(), attributes: z.object({ status: z.string(), timestamp: instant, host: z.string().nullish(), tags: texts.default([]), attributes: known }) });
