import { z } from "zod";

// What evidence rests on in Splunk's answers, after its documentation. Everything else may come and go.

/** Splunk writes yes and no in more than one way. */
const flag = z.union([z.boolean(), z.enum(["0", "1", "true", "false"]).transform((text) => text === "1" || text === "true"), z.literal(0).transform(() => false), z.literal(1).transform(() => true)]);
const number = z.union([z.number(), z.string().regex(/^\d+(?:\.\d+)?$/).transform(Number)]);
const text = z.string().optional();
const acl = z.object({ app: z.string().nullish(), owner: z.string().nullish(), sharing: z.string().nullish() });

export const page = z.object({ entry: z.array(z.unknown()), paging: z.object({ total: number, offset: number }) });

export const savedSearch = z.object({
  name: z.string().min(1), acl, updated: z.iso.datetime({ offset: true }).optional(),
  content: z.object({
    search: z.string(), disabled: flag, is_scheduled: flag, cron_schedule: text, actions: text, alert_type: text, alert_comparator: text, alert_threshold: z.union([z.string(), z.number()]).optional(),
    "alert.severity": number.optional(), "alert.suppress": flag.optional(), "action.email.to": text,
  }),
});

export const index = z.object({ name: z.string().min(1), content: z.object({ disabled: flag, frozenTimePeriodInSecs: number, maxTotalDataSizeMB: number.optional(), coldToFrozenDir: text, totalEventCount: number.optional(), minTime: text, maxTime: text }) });

export const client = z.object({ name: z.string().min(1), content: z.object({ hostname: z.string().min(1), ip: text, guid: text, splunkVersion: text, lastPhoneHomeTime: number }) });

export const firedAlert = z.object({
  name: z.string().min(1), content: z.object({ savedsearch_name: z.string(), sid: z.string(), trigger_time: number, severity: number, alert_type: text, actions: text }),
});

/** A line of `| tstats latest(_time) as latest where index=* by host`. */
export const reporting = z.object({ host: z.string().min(1), latest: number });
