import { describe, expect, it } from "vitest";
import { fixedClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { Role } from "#prisma/generated/enums.ts";
import { authorize, scopeHolds } from "./authorize.ts";
import { PERMISSIONS, roleHolds, type Permission } from "./permissions.ts";

const permissions = Object.keys(PERMISSIONS) as Permission[];

function contextOf(role: Role, controlIds: string[] | null): Context {
  const clock = fixedClock("2026-11-20T00:00:00Z");
  const engagement = controlIds === null ? null : { id: "eng_1", controlIds, from: clock.now(), until: clock.now() };
  return { organizationId: "org_1", requestId: "r", clock, actor: { kind: "member", memberId: "mem_1", userId: "usr_1", name: "A", role, engagement, owes: null } };
}

describe("authorize", () => {
  it("grants exactly what the table says, for every role and permission", () => {
    for (const role of Object.values(Role)) {
      for (const permission of permissions) {
        const attempt = () => authorize(contextOf(role, ["ctl_1"]), permission);
        if (roleHolds(role, permission)) expect(attempt().organizationId).toBe("org_1");
        else expect(attempt).toThrow(expect.objectContaining({ code: "forbidden" }));
      }
    }
  });

  it("an auditor holds no permission that changes the organization's records", () => {
    const held = permissions.filter((permission) => roleHolds("auditor", permission));
    // Notes beside records, how lists look to themselves, and files of what they may see.
    const theirOwn = ["comments.write", "engagement.visit", "lists.arrange", "lists.export"];
    expect(held.filter((permission) => !permission.endsWith(".read") && !theirOwn.includes(permission))).toEqual([]);
  });

  it("an auditor is limited to the engagement, and without one has nothing", () => {
    const scope = authorize(contextOf("auditor", ["ctl_1"]), "controls.read");
    expect([scopeHolds(scope, "ctl_1"), scopeHolds(scope, "ctl_2")]).toEqual([true, false]);
    expect(() => authorize(contextOf("auditor", null), "controls.read")).toThrow(expect.objectContaining({ reason: "no_engagement" }));
  });

  it("who owes a second factor may read what the organization is called, and nothing else, in any role", () => {
    for (const role of Object.values(Role)) {
      const context = contextOf(role, ["ctl_1"]);
      if (context.actor.kind === "member") context.actor.owes = "second_factor";
      expect(authorize(context, "organization.read").organizationId).toBe("org_1");
      for (const permission of permissions.filter((one) => one !== "organization.read")) {
        expect(() => authorize(context, permission), `${role} ${permission}`).toThrow(expect.objectContaining({ code: "forbidden", reason: "second_factor_required" }));
      }
    }
  });

  it("nobody but Tickmark itself maintains the system", () => {
    expect(Object.values(Role).filter((role) => roleHolds(role, "system.maintain"))).toEqual([]);
  });
});
