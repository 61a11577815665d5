import { acceptInvitation, invitePeople, makeInvitationLink, type Joiner } from "#lib/people/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Role } from "#prisma/generated/enums.ts";

/** The token of a link to an invitation. */
export const tokenOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

/** Makes a person a member as people become one: invited by an administrator, with a link that is handed over. @returns the member's id */
export async function joinedMember(admin: Context, email: string, role: Role, person: Joiner): Promise<string> {
  const { invited } = await invitePeople(admin, { people: [{ email, role }], sendMail: false });
  const { url } = await makeInvitationLink(admin, { invitationId: invited[0]!.invitationId });
  return (await acceptInvitation(tokenOf(url), person, admin.requestId)).memberId;
}
