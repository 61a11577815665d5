import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { assignOwner, type AssignedOwner } from "#lib/ownership/index.ts";
import { invitePeople, openPlaceholders } from "#lib/people/index.ts";

export type NamedOwner = AssignedOwner & { invited: boolean };

/** Names who answers for controls and, when that person is no member yet and not expected, invites them in the same act. */
export const nameOwner = defineVerb({
  name: "first_week.name_owner",
  permission: "first_week.manage",
  effect: "write",
  input: z.strictObject({ ...assignOwner.definition.input.shape, invite: z.boolean() }),
  async run(args): Promise<NamedOwner> {
    const { invite, ...asked } = args.input;
    const done = await assignOwner.definition.run({ ...args, input: asked });
    const { owner } = done;
    if (!invite || owner === null || !("placeholderId" in owner)) return { ...done, invited: false };
    const person = (await openPlaceholders(args.tx, args.now)).find((one) => one.id === owner.placeholderId);
    if (person === undefined || person.invitation === "open") return { ...done, invited: false };
    await invitePeople.definition.run({ ...args, input: { people: [{ email: person.email, name: person.name, role: "control_owner" }], sendMail: true } });
    return { ...done, invited: true };
  },
});
