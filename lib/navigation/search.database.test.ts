import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEvidence } from "#lib/evidence/index.ts";
import { listIncidents } from "#lib/incidents/index.ts";
import { changeRole, removeMember } from "#lib/people/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { search, type FoundRecord } from "./index.ts";

let world: FurnishedWorld;
let other: World;
let admin: Context;
beforeAll(async () => {
  world = await furnishedWorld();
  other = await testWorld();
  admin = world.as("admin");
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const found = async (context: Context, text: string, kind?: FoundRecord["kind"]): Promise<string[]> =>
  (await search(context, { text })).records.filter((record) => kind === undefined || record.kind === kind).map((record) => record.code ?? record.title);

describe("a search", () => {
  test("finds a control by its code in any writing, by its beginning, and by words of its title in any order", async () => {
    for (const text of ["SYS.2.07", "sys.2.07", "sys207", "SYS 2 07", "sys.2", "2.07", "monitoring security", "SECUR monit"]) expect(await found(admin, text, "control"), text).toContain("SYS.2.07");
    expect(await found(admin, "sys.2.07 logging", "control")).toEqual([]);
  });

  test("finds the record whose code it is before those whose code begins so", async () => {
    const { organizationId } = world;
    const at = world.clock.now();
    await world.inTenant(async (tx) => {
      for (const number of [800, 8001, 8002]) await tx.incident.create({ data: { organizationId, id: `inc_n${number}`, number, title: `Zither ${number}`, declaredAt: at, declaredBy: "x", firstEventAt: at, alertedAt: at } });
      for (const number of [800, 8001, 8002]) await tx.incidentState.create({ data: { organizationId, incidentId: `inc_n${number}`, status: "open", severity: "low", updatedAt: at } });
    });
    expect(await found(admin, "inc-800", "incident")).toEqual(["INC-2026-800", "INC-2026-8002", "INC-2026-8001"]);
    expect(await found(admin, "inc-2026-8001")).toEqual(["INC-2026-8001"]);
    expect(await found(admin, "zither 8002", "incident")).toEqual(["INC-2026-8002"]);
    expect(await found(admin, "inc_n800")).toContain("INC-2026-800");
  });

  test("finds people without accents and by their address, under their new name, and not once they left", async () => {
    const { organizationId } = world;
    const { memberId } = world.members.employee;
    const where = { organizationId_id: { organizationId, id: memberId } };
    await world.inTenant((tx) => tx.member.update({ where, data: { name: "Tomás Ågren-Müller" } }));
    for (const text of ["tomas", "AGREN", "müller", "agren-muller", world.members.employee.email]) expect(await found(admin, text, "person"), text).toEqual(["Tomás Ågren-Müller"]);
    await changeRole(admin, { memberId, role: "control_owner" });
    expect(await found(admin, "tomas", "person")).toHaveLength(1);
    await removeMember(admin, { memberId });
    expect(await found(admin, "tomas", "person")).toEqual([]);
  });

  test("answers nothing to signs alone, and takes signs that mean something elsewhere as what they are", async () => {
    for (const text of ["", "   ", "%%%", "' OR 1=1 --", "\\", "[[:alpha:]]*", "_"]) expect((await search(admin, { text })).records.filter(({ kind }) => kind === "control"), text).toEqual([]);
  });

  test("shows a role no kind of record that it may not read, and no tenant another's", async () => {
    expect(new Set((await search(world.as("control_owner"), { text: "inc" })).records.map(({ kind }) => kind)).has("incident")).toBe(false);
    expect((await search(world.as("security_analyst"), { text: "pkt" })).records).toEqual([]);
    expect((await search(world.as("employee"), { text: "sys" })).records).toEqual([]);
    expect((await search(other.as("admin"), { text: "sys" })).records).toEqual([]);
  });

  test("shows an auditor what their engagement holds, and exactly what their lists show", async () => {
    const auditor = await world.auditor();
    expect(await found(auditor, "sys", "control")).toEqual([world.control.insideCode]);
    const evidence = await listEvidence(auditor, {});
    const texts = ["ev", ...evidence.rows.map((row) => `EV-${row.number}`)];
    const shown = new Set((await Promise.all(texts.map((text) => found(auditor, text, "evidence")))).flat());
    expect([...shown].sort()).toEqual(evidence.rows.map((row) => `EV-${row.number}`).sort());
    const incidents = await listIncidents(auditor, {});
    expect((await found(auditor, "inc", "incident")).sort()).toEqual(incidents.rows.map((row) => row.name).sort().slice(0, 6));
    for (const hidden of [world.packet.outside, world.evidence.outside, world.engagement.outside, world.control.outside]) expect((await search(auditor, { text: hidden })).records, hidden).toEqual([]);
    expect((await search(admin, { text: world.packet.outside })).records.map(({ id }) => id)).toEqual([world.packet.outside]);
  });

  test("leads to where each kind of record is shown", async () => {
    const paths = await Promise.all(
      [world.control.inside, world.incident.inside, world.packet.inside, world.engagement.inside, world.members.admin.memberId].map(async (id) => (await search(admin, { text: id })).records.map(({ path }) => path)),
    );
    expect(paths).toEqual([["controls/SYS.2.07"], [`incidents/${world.incident.inside}`], [`packets/${world.packet.inside}`], [`engagements/${world.engagement.inside}`], [`people/${world.members.admin.memberId}`]]);
  });
});
