import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { emailInput } from "#lib/identity/index.ts";
import { Role } from "#prisma/generated/enums.ts";
import { readInvitationLines, type InvitationLine } from "./invitation-lines.ts";
import { standingsOf, type Standing } from "./invitation.repository.ts";
import { PEOPLE_LIMITS } from "./limits.ts";

export type InvitationPreview = { lines: (InvitationLine & { standing: Standing })[] };

/** What a pasted list would do, line by line: who is new, who comes back, who needs no invitation, what cannot be read. */
export const previewInvitations = defineVerb({
  name: "people.preview_invitations",
  permission: "people.manage",
  effect: "read",
  input: z.strictObject({
    text: textInput(PEOPLE_LIMITS.listCharacters).refine(
      (text) => text.split("\n").filter((line) => line.trim() !== "").length <= PEOPLE_LIMITS.invitationsAtOnce,
      `At most ${PEOPLE_LIMITS.invitationsAtOnce} lines at once.`,
    ),
    role: z.enum(Role),
  }),
  async run({ tx, input, now }): Promise<InvitationPreview> {
    const lines = readInvitationLines(input.text, input.role).map(withAddressProblem);
    const standings = await standingsOf(tx, lines.filter(({ problem }) => problem === null).map(({ email }) => email), now);
    return { lines: lines.map((line) => ({ ...line, standing: standings.get(line.email) ?? "new" })) };
  },
});

/** The check that the act itself makes, said of the line before it. */
function withAddressProblem(line: InvitationLine): InvitationLine {
  if (line.problem !== null) return line;
  const address = emailInput.safeParse(line.email);
  if (!address.success) return { ...line, problem: address.error.issues[0]?.message ?? "This is not an e-mail address." };
  return line.name.length > 120 ? { ...line, problem: "The name has more than 120 characters." } : line;
}
