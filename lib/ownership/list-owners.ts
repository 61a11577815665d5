import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { allControls, headersInForce, requestsOf } from "#lib/controls/index.ts";
import { openPlaceholders, type Placeholder } from "#lib/people/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { ownersInForce, owningMembers, type ControlOwner } from "./ownership.repository.ts";

export type OwnedControl = {
  controlId: string;
  code: string;
  title: string;
  ownerTeam: string;
  owner: ControlOwner | null;
  /** Open evidence requests, and how many of them nobody sees to. */
  requests: number;
  unowned: number;
};

export type Owners = {
  controls: OwnedControl[];
  /** Members who can own things. */
  members: { id: string; name: string; email: string }[];
  /** People who are expected to own things and are no members yet. */
  placeholders: (Placeholder & { controls: number })[];
};

/** Who answers for each control, in the order of codes, and who could. */
export const listOwners = defineVerb({
  name: "ownership.list",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, context: { organizationId }, now }): Promise<Owners> {
    const controls = await allControls(tx, scope);
    const headers = await headersInForce(tx, organizationId, asOfNow(now));
    const requests = Map.groupBy(await requestsOf(tx, organizationId, controls.map((one) => one.id), now), (one) => one.controlId);
    const owners = await ownersInForce(tx, organizationId);
    const placeholders = await openPlaceholders(tx, now);
    const rows = controls.flatMap(({ id, code }): OwnedControl[] => {
      const header = headers.get(id);
      if (header === undefined) return [];
      const asked = requests.get(id) ?? [];
      const unowned = asked.filter((one) => one.ownerMemberId === null && one.ownerPlaceholderId === null).length;
      return [{ controlId: id, code, title: header.title, ownerTeam: header.ownerTeam, owner: owners.get(id) ?? null, requests: asked.length, unowned }];
    });
    return {
      controls: rows,
      members: await owningMembers(tx, organizationId),
      placeholders: placeholders.map((one) => ({ ...one, controls: rows.filter((row) => row.owner?.placeholderId === one.id).length })),
    };
  },
});
