import { expect, test } from "vitest";
import { slugInput } from "#lib/organizations/index.ts";
import { suggestSlug } from "./suggest-slug.ts";

test("a name with two letters or more suggests an address that is allowed", () => {
  expect(suggestSlug("Änne & Söhne GmbH")).toBe("anne-sohne-gmbh");
  expect(suggestSlug("  42 Degrees — North ")).toBe("degrees-north");
  for (const name of ["Acme", "a".repeat(39) + " b", "Ünïcode Ltd."]) expect(slugInput.safeParse(suggestSlug(name)).success, name).toBe(true);
  expect(suggestSlug("名前")).toBe("");
});
