import { hash, X509Certificate } from "node:crypto";
import { CmsFault } from "#lib/platform/cms/check-cms.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { SettingValue } from "#lib/settings/index.ts";
import { checkpointMails, type MailedCheckpoint } from "./checkpoint-mail.ts";
import type { Place } from "./place-kinds.ts";
import { askTimeStamp, timeStampQuestion } from "#lib/platform/timestamp/ask-time-stamp.ts";
import { checkTimeStamp, commonRoots, type TimeStamp } from "#lib/platform/timestamp/check-time-stamp.ts";

type AuthoritySetting = Exclude<SettingValue<"ledger_time_stamp">, "none">;

/** What an authority attested, with its answer as it came, in base64. */
type KeptStamp = TimeStamp & { reply: string };

/** A place that is to have the newest checkpoint, and what is needed to bring it there. */
export type DuePlace = { place: "folder" | "bucket" } | { place: "time_stamp"; authority: AuthoritySetting } | { place: "mail"; addresses: readonly string[] };

/** Whether a place took a checkpoint, or why not, as a sentence. */
type PlaceOutcome = { failure: string } | { failure: null; stamp: KeptStamp | null };

/** Brings a checkpoint to a place. Whatever goes wrong there is an answer: the other places have theirs all the same. */
export async function keepAtPlace(due: DuePlace, checkpoint: MailedCheckpoint): Promise<PlaceOutcome> {
  try {
    return { failure: null, stamp: await bring(due, checkpoint) };
  } catch (error) {
    log.warn("ledger.place_failed", { organization: checkpoint.organizationId, place: due.place, ...errorFields(error) });
    return { failure: sentenceOf(due.place, error) };
  }
}

async function bring(due: DuePlace, checkpoint: MailedCheckpoint): Promise<KeptStamp | null> {
  const { checkpoints, mailer } = runtime();
  const { organizationId, size, note } = checkpoint;
  switch (due.place) {
    case "folder":
      await checkpoints.folder.keep({ organizationId, size, note });
      return null;
    case "bucket":
      await checkpoints.bucket?.keep({ organizationId, size, note });
      return null;
    case "time_stamp": {
      const { stamp, reply } = await stamped(due.authority, note);
      await checkpoints.folder.keepStamp(organizationId, size, reply);
      return { ...stamp, reply: reply.toString("base64") };
    }
    case "mail":
      for (const mail of checkpointMails(checkpoint, due.addresses)) await mailer.send(mail);
      return null;
  }
}

async function stamped({ url, certificates }: AuthoritySetting, note: string): Promise<{ stamp: TimeStamp; reply: Buffer }> {
  const sha256 = hash("sha256", note, "buffer");
  const { bytes, nonce } = timeStampQuestion(sha256);
  const reply = await askTimeStamp(url, bytes);
  return { stamp: checkTimeStamp(reply, { sha256, nonce, trusted: trustedBy(certificates) }), reply };
}

function trustedBy(certificates: string): X509Certificate[] {
  if (certificates === "") return commonRoots();
  try {
    return (certificates.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
  } catch (error) {
    throw new AppError("precondition_failed", "certificates_malformed", "One of the certificates that are trusted for it cannot be read.", [], { cause: error });
  }
}

const UNEXPLAINED: Readonly<Record<Place, string>> = {
  folder: "The folder could not be written to.",
  bucket: "The bucket could not be written to.",
  time_stamp: "The authority could not be asked.",
  mail: "The mail server did not take the mail.",
};

function sentenceOf(place: Place, error: unknown): string {
  if (error instanceof CmsFault) return `The authority’s answer cannot be relied on: ${error.message}.`;
  if (isAppError(error)) return error.message;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === "string" ? `${UNEXPLAINED[place].slice(0, -1)} (${code}).` : UNEXPLAINED[place];
}
