import { expect, test } from "vitest";
import { PERMISSIONS } from "#lib/access/index.ts";
import { PERMISSION_WORDS } from "./permission-words.ts";

test("every permission that a role holds stands on the page of roles once, in words", () => {
  const said = PERMISSION_WORDS.flatMap(({ words }) => Object.keys(words));
  const held = Object.entries(PERMISSIONS).flatMap(([permission, roles]) => (roles.length === 0 ? [] : [permission]));
  expect(said.toSorted()).toEqual(held.toSorted());
});
