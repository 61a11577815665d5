import type { VerbArguments } from "#lib/access/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { hasWork } from "./inbox.ts";
import { digestDue } from "./mail-times.ts";
import { endDue, findReaders, MAIL_DUE, putDue } from "./mail.repository.ts";
import { readPreferences } from "./preference.repository.ts";
import type { Preferences } from "./preferences.ts";

type Person = { memberId: string; role: Role };

/** Puts a person's next digest in line, or takes it out where none is wanted. */
export async function planDigest(tx: TenantTransaction, { memberId, role }: Person, { workDigest, rhythm, stoppedAt }: Preferences, now: Date): Promise<void> {
  const due = stoppedAt === null && hasWork(role) ? digestDue(now, workDigest, rhythm) : null;
  if (due === null) await endDue(tx, MAIL_DUE.digest, memberId);
  else await putDue(tx, MAIL_DUE.digest, memberId, due);
}

/** A digest that is due while this looks is not put off: made twice, it is still one of its day. */
const JUST_DUE_MS = 3_600_000;

/** Puts everybody's next digest in line, each morning: who joined since, or whose role changed, is among them. */
export async function planDigests({ tx, context: { organizationId }, now }: Pick<VerbArguments<unknown>, "tx" | "context" | "now">): Promise<void> {
  for (const reader of await findReaders(tx, organizationId)) {
    await planDigest(tx, reader, await readPreferences(tx, organizationId, reader.memberId), new Date(now.getTime() - JUST_DUE_MS));
  }
}
