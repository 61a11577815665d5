import { z } from "zod";
import { defineVerb, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { emailInput } from "#lib/identity/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { actorId } from "#lib/platform/context.ts";
import { Role } from "#prisma/generated/enums.ts";
import { countInvitations, putInvitation, standingsOf, type NewInvitation, type Standing } from "./invitation.repository.ts";
import { PEOPLE_LIMITS } from "./limits.ts";
import { mailInvitationsKind } from "./mail-invitations.kind.ts";

const input = z.strictObject({
  people: z
    .array(z.strictObject({ email: emailInput, name: z.union([z.literal(""), lineInput(120)]).default(""), role: z.enum(Role) }))
    .min(1, "Nobody is named.")
    .max(PEOPLE_LIMITS.invitationsAtOnce, `At most ${PEOPLE_LIMITS.invitationsAtOnce} people at once.`),
  /** Whether Tickmark mails the links; else an administrator makes and hands over each. */
  sendMail: z.boolean(),
});

export type InvitedPeople = {
  invited: { invitationId: string; email: string }[];
  /** Who needs no invitation: a member already, or invited and still expected. */
  leftOut: { email: string; standing: Extract<Standing, "member" | "invited"> }[];
};

/**
 * Invites people, each with a role. Nobody becomes a member before accepting; who was removed comes back under the same
 * member id. Who is a member already, or invited and still expected, is left out and named.
 *
 * @throws AppError conflict (nobody_to_invite) when everybody is left out; limit_exceeded (invitations_per_day)
 */
export const invitePeople = defineVerb({
  name: "people.invite",
  permission: "people.manage",
  effect: "write",
  input,
  async run(args): Promise<InvitedPeople> {
    const { tx, input: { sendMail, people }, now, enqueue, context } = args;
    const wanted = [...new Map(people.map((person) => [person.email, person])).values()];
    const standings = await standingsOf(tx, wanted.map(({ email }) => email), now);
    const leftOut = wanted.flatMap(({ email }) => {
      const standing = standings.get(email);
      return standing === "member" || standing === "invited" ? [{ email, standing }] : [];
    });
    const due = wanted.filter(({ email }) => !leftOut.some((one) => one.email === email));
    if (due.length === 0) throw nobodyToInvite(leftOut);
    await refuseTooMany(args, due.length);
    const invited: InvitedPeople["invited"] = [];
    for (const person of due) invited.push({ invitationId: await invite(args, person), email: person.email });
    if (sendMail) await enqueue(mailInvitationsKind, { invitationIds: invited.map(({ invitationId }) => invitationId) }, context.organizationId);
    return { invited, leftOut };
  },
});

type Arguments = VerbArguments<z.output<typeof input>>;

async function invite({ tx, context, input: { sendMail }, now, audit }: Arguments, person: NewInvitation): Promise<string> {
  const { organizationId, actor } = context;
  const expiresAt = new Date(now.getTime() + PEOPLE_LIMITS.invitationDays * 86_400_000);
  const inviter = { organizationId, invitedBy: actorId(actor), invitedByName: actor.name, mailWanted: sendMail };
  const id = await putInvitation(tx, inviter, person, now, expiresAt);
  await audit({ action: "invitation.made", subjectKind: "invitation", subjectId: id, changes: { ...person, by_mail: sendMail, expires_at: expiresAt.toISOString() } });
  return id;
}

async function refuseTooMany({ tx, now }: Arguments, more: number): Promise<void> {
  const today = await countInvitations(tx, new Date(now.getTime() - 86_400_000));
  if (today + more <= PEOPLE_LIMITS.invitationsPerDay) return;
  throw new AppError("limit_exceeded", "invitations_per_day", `At most ${PEOPLE_LIMITS.invitationsPerDay} people can be invited within 24 hours; ${today} were. Nobody of this list was invited.`);
}

function nobodyToInvite(leftOut: InvitedPeople["leftOut"]): AppError {
  const [only] = leftOut;
  if (only === undefined || leftOut.length > 1) return new AppError("conflict", "nobody_to_invite", "Everybody on this list is a member already, or invited.");
  const words = only.standing === "member" ? "is a member already." : "is invited already. The list of invitations can send the link again.";
  return new AppError("conflict", "nobody_to_invite", `${only.email} ${words}`);
}
