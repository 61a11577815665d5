import { expect, test } from "vitest";
import { PAGES, rolesOf } from "#lib/testing/route-list.ts";
import { Role } from "#prisma/generated/enums.ts";
import { actsOf } from "./index.ts";

test("everything that a role is offered to begin is a page that the role may open", () => {
  const roles = Object.values(Role);
  expect(actsOf("admin").length).toBeGreaterThan(8);
  for (const role of roles) {
    for (const { path, label } of actsOf(role)) {
      const page = PAGES[`app/(workspace)/[org]/${path}/page.tsx`];
      if (page === undefined) throw new Error(`${label} leads to no page`);
      expect(rolesOf(page), label).toContain(role);
    }
  }
  expect(actsOf("employee")).toEqual([]);
  expect(actsOf("auditor")).toEqual([]);
});
