import { z } from "zod";

// What evidence rests on in Prometheus's answers (HTTP API v1). Everything else may come and go.

const instant = z.iso.datetime({ offset: true });
const labels = z.record(z.string(), z.string());

export const rule = z.object({
  name: z.string(), query: z.string(), type: z.literal("alerting"), health: z.string(),
  duration: z.number(), keepFiringFor: z.number().optional(), labels: labels.default({}), annotations: labels.default({}), lastError: z.string().optional(),
});

export const ruleGroup = z.object({ name: z.string(), file: z.string(), interval: z.number(), rules: z.array(z.unknown()) });

export const target = z.object({
  scrapePool: z.string(), scrapeUrl: z.string(), health: z.enum(["up", "down", "unknown"]), lastError: z.string(), lastScrape: instant,
  labels, discoveredLabels: labels, scrapeInterval: z.string().optional(),
});

export const alertmanager = z.object({ url: z.string() });

export const buildInfo = z.object({ version: z.string() });

/** `reloadConfigSuccess` is false while the server runs on with an older configuration than its files hold. */
export const runtimeInfo = z.object({ reloadConfigSuccess: z.boolean(), storageRetention: z.string() });

/** A series of a range vector: each sample with its time in seconds. */
export const series = z.object({ metric: labels, values: z.array(z.tuple([z.number(), z.string()])) });
