import { z } from "zod";

// What evidence rests on in Alertmanager's answers (API v2). Everything else may come and go.

const instant = z.iso.datetime({ offset: true });
const labels = z.record(z.string(), z.string());

export const receiver = z.object({ name: z.string().min(1) });

export const silence = z.object({
  id: z.string().min(1), createdBy: z.string(), comment: z.string(), startsAt: instant, endsAt: instant, updatedAt: instant,
  status: z.object({ state: z.enum(["active", "pending", "expired"]) }),
  matchers: z.array(z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) })),
});

export const alert = z.object({
  fingerprint: z.string().min(1), startsAt: instant, updatedAt: instant, labels, annotations: labels.default({}), generatorURL: z.string().optional(),
  receivers: z.array(receiver), status: z.object({ state: z.enum(["active", "suppressed", "unprocessed"]), silencedBy: z.array(z.string()), inhibitedBy: z.array(z.string()) }),
});

/** Of the status, with the configuration as it is stored (redact.ts). */
export const status = z.object({ version: z.string(), cluster: z.string(), configuration: z.object({ global: z.record(z.string(), z.json()), time_intervals: z.array(z.json()) }) });

export const route = z.object({ path: z.string(), receiver: z.string(), receiver_of: z.string(), matchers: z.array(z.string()) }).catchall(z.json());
export const channel = z.object({ id: z.string(), receiver: z.string(), kind: z.string() }).catchall(z.json());
export const inhibition = z.object({ source: z.array(z.string()), target: z.array(z.string()), equal: z.array(z.string()) });
