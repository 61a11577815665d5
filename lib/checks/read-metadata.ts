import { z } from "zod";
import { rowSchema, type RowKind } from "#lib/connector/index.ts";
import type { CheckMetadata } from "./types.ts";

const KINDS = rowSchema.options.map(({ shape }) => shape.kind.value) as [RowKind, ...RowKind[]];
const sentence = z.string().min(1).max(2_000);
const parameter = z.strictObject({ explains: sentence, unit: z.string().min(1), initial: z.number(), least: z.number(), most: z.number() }).refine(({ initial, least, most }) => least <= initial && initial <= most, "initial lies beyond its bounds");

const metadata = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/), title: sentence.max(200), explains: sentence, remediation: sentence, severity: z.enum(["low", "medium", "high", "critical"]),
  subject: z.strictObject({ kind: z.enum(KINDS), type: z.string().optional() }), reads: z.array(z.enum(KINDS)).default([]), collectors: z.array(z.string().min(1)).default([]), needs: z.array(z.string().min(1)).min(1), off_judged_by: z.record(z.string(), z.string()).default({}), when_disabled: z.enum(["fail", "error"]),
  parameters: z.record(z.string(), parameter).default({}), requirements: z.record(z.string(), z.array(z.string()).min(1)),
});

/** What a check's file says of it. @throws z.ZodError with the place of each fault */
export const readCheckMetadata = (value: unknown): CheckMetadata => metadata.parse(value);
