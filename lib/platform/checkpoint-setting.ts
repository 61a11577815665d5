import { z } from "zod";
import type { CheckpointBucket } from "./checkpoint-bucket.ts";
import { isBucketUrl } from "./web-address.ts";

/** A hundred years: what is locked in compliance mode is paid for until then. */
const MOST_LOCK_DAYS = 36_500;

/** The variables that decide where the ledgers' checkpoints are kept apart from the database. */
export const CHECKPOINT_VARIABLES = {
  TICKMARK_CHECKPOINTS: z.string().regex(/^\P{Cc}+$/u, "TICKMARK_CHECKPOINTS must be the path of a folder.").optional(),
  TICKMARK_CHECKPOINTS_S3_URL: z
    .string()
    .refine(isBucketUrl, "TICKMARK_CHECKPOINTS_S3_URL must name a bucket, like https://s3.eu-central-1.amazonaws.com/bucket.")
    .transform((value) => value.replace(/\/+$/, ""))
    .optional(),
  TICKMARK_CHECKPOINTS_S3_REGION: z.string().regex(/^[a-z0-9-]+$/, "TICKMARK_CHECKPOINTS_S3_REGION must be a region, like eu-central-1.").default("us-east-1"),
  TICKMARK_CHECKPOINTS_S3_KEY_ID: z.string().regex(/^[!-~]+$/, "TICKMARK_CHECKPOINTS_S3_KEY_ID must be an access key.").optional(),
  TICKMARK_CHECKPOINTS_S3_SECRET: z.string().min(8, "TICKMARK_CHECKPOINTS_S3_SECRET must have at least 8 characters.").optional(),
  TICKMARK_CHECKPOINTS_S3_DAYS: z
    .string()
    .default("2555")
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_LOCK_DAYS, `TICKMARK_CHECKPOINTS_S3_DAYS must be a whole number from 1 to ${MOST_LOCK_DAYS}.`)
    .transform(Number),
};

type CheckpointVariables = z.output<z.ZodObject<typeof CHECKPOINT_VARIABLES>>;

/** The bucket in which checkpoints are locked; undefined where none is named. */
export function checkpointBucket(variables: CheckpointVariables): CheckpointBucket | undefined {
  const { TICKMARK_CHECKPOINTS_S3_URL: url, TICKMARK_CHECKPOINTS_S3_REGION: region, TICKMARK_CHECKPOINTS_S3_KEY_ID: keyId, TICKMARK_CHECKPOINTS_S3_SECRET: secret, TICKMARK_CHECKPOINTS_S3_DAYS: lockDays } = variables;
  return url === undefined || keyId === undefined || secret === undefined ? undefined : { url, region, keyId, secret, lockDays };
}

/** What does not fit together, a sentence each. */
export function checkpointProblems({ TICKMARK_CHECKPOINTS_S3_URL: url, TICKMARK_CHECKPOINTS_S3_KEY_ID: keyId, TICKMARK_CHECKPOINTS_S3_SECRET: secret }: CheckpointVariables): string[] {
  const given = [url, keyId, secret].filter((value) => value !== undefined).length;
  return given === 0 || given === 3 ? [] : ["TICKMARK_CHECKPOINTS_S3_URL, TICKMARK_CHECKPOINTS_S3_KEY_ID and TICKMARK_CHECKPOINTS_S3_SECRET belong together: set all three, or none to keep no checkpoints in a bucket."];
}
