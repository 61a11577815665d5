import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { createUser, randomPassword } from "#lib/identity/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { acceptInvitation, createTeam, invitePeople, makeInvitationLink } from "#lib/people/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { DEMO_ORGANIZATION, DEMO_PEOPLE, DEMO_TEAMS, type DemoPersonKey } from "./demo-people.ts";

/** A clock that the story moves; never beyond the time at which it is told. */
export type StoryClock = Clock & { set(instant: Date | string): void };

export function storyClock(start: Date, told: Date): StoryClock {
  let at = start;
  return { now: () => new Date(at), set: (instant) => (at = new Date(Math.min(new Date(instant).getTime(), told.getTime()))) };
}

export type DemoWorld = {
  organizationId: string;
  slug: string;
  clock: StoryClock;
  /** Acts as a person of the demo. */
  as(person: DemoPersonKey): Context;
  /** Acts as Tickmark itself, which files what a machine collected. */
  asTickmark(): Context;
  memberId(person: DemoPersonKey): string;
  /** The administrator where they must show that it is them. */
  administrator: { context(): Context; proof: string };
};

type Login = { name: string; email: string; role: Role; password: string };

/** Makes the organization with its people and teams, and answers their logins for the data folder. */
export async function foundDemo(clock: StoryClock): Promise<{ world: DemoWorld; logins: Login[] }> {
  const first = DEMO_PEOPLE[0]!;
  const password = randomPassword();
  const now = clock.now();
  const { database } = runtime();
  const userId = await createUser(database, { email: first.email, name: first.name, passwordHash: await hashPassword(password) }, now);
  const admin = { userId, name: first.name, email: first.email };
  const { organizationId, slug, adminMemberId } = await createOrganization({ ...DEMO_ORGANIZATION, demo: true, admin }, clock);
  const members = new Map<DemoPersonKey, string>([[first.key, adminMemberId]]);
  const requestId = (): string => newId("req", clock.now().getTime());
  const as = (key: DemoPersonKey): Context => {
    const { name, role } = DEMO_PEOPLE.find((person) => person.key === key)!;
    return { organizationId, requestId: requestId(), clock, actor: { kind: "member", memberId: members.get(key)!, userId: "", name, role, engagement: null, owes: null } };
  };
  const logins: Login[] = [{ name: first.name, email: first.email, role: first.role, password }];
  for (const { key, name, email, role } of DEMO_PEOPLE.slice(1)) {
    const login = { name, email, role, password: randomPassword() };
    members.set(key, await join(as(first.key), login));
    logins.push(login);
  }
  for (const name of DEMO_TEAMS) {
    const memberIds = DEMO_PEOPLE.filter((person) => person.teams.includes(name)).map((person) => members.get(person.key)!);
    await createTeam(as(first.key), { name, memberIds });
  }
  const asTickmark = (): Context => ({ organizationId, requestId: requestId(), clock, actor: { kind: "system", name: "demo_collector" } });
  const administrator = { proof: password, context: (): Context => ({ ...as(first.key), actor: { kind: "member", memberId: adminMemberId, userId, name: first.name, role: first.role, engagement: null, owes: null } }) };
  return { world: { organizationId, slug, clock, as, asTickmark, memberId: (person) => members.get(person)!, administrator }, logins };
}

/** Invites a person and accepts in their name, without a mail: nobody has these addresses. @returns the member's id */
async function join(admin: Context, { name, email, role, password }: Login): Promise<string> {
  const { invited } = await invitePeople(admin, { people: [{ email, name, role }], sendMail: false });
  const { url } = await makeInvitationLink(admin, { invitationId: invited[0]!.invitationId });
  const { memberId } = await acceptInvitation(url.slice(url.lastIndexOf("/") + 1), { kind: "new", name, password }, admin.requestId);
  return memberId;
}

/** Writes the logins where `start` reads them: readable by the owner of the installation alone. */
export async function writeLogins(dataDirectory: string, logins: readonly Login[]): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  const target = path.join(dataDirectory, "demo-logins.json");
  await writeFile(`${target}.part`, `${JSON.stringify({ logins }, null, 2)}\n`, { mode: 0o600 });
  await rename(`${target}.part`, target);
}
