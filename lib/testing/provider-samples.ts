import { addDomain, admitPerson, checkProvider, confirmDomain, connectProvider, disconnectProvider, enforceProvider, proveDomain, readProvider, removeDomain, setProviderRules } from "#lib/providers/index.ts";
import { fakeProvider, FAKE_CLIENT, type FakeProvider } from "./fake-provider.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

let started: Promise<FakeProvider> | undefined;
const issuerOf = async (world: FurnishedWorld): Promise<string> => (await (started ??= fakeProvider(() => world.clock.now()))).issuer;

/** The organization's provider, connected anew: an earlier sample may have disconnected it. @returns its issuer */
async function connected(world: FurnishedWorld): Promise<string> {
  const issuer = await issuerOf(world);
  await connectProvider(world.as("admin"), { issuer, clientId: `client-${world.next()}`, clientSecret: FAKE_CLIENT.secret });
  return issuer;
}

async function freshDomain(world: FurnishedWorld): Promise<string> {
  for (const { domain } of (await readProvider(world.as("admin"), {})).domains) await removeDomain(world.as("admin"), { domain });
  const domain = `d${world.next()}.${world.slug}.example`;
  await addDomain(world.as("admin"), { domain });
  return domain;
}

async function admitted(world: FurnishedWorld) {
  const issuer = await connected(world);
  const domain = await freshDomain(world);
  await confirmDomain(world.asSystem(), { domain });
  const claims = { issuer, subject: `subject-${world.next()}`, email: `p${world.next()}@${domain}`, emailVerified: true, name: "Pia Provided", roleValues: [], secondFactor: false };
  await setProviderRules(world.as("admin"), { roleClaim: "", roles: [], fallbackRole: "employee", newMembers: true, trustUnstatedMail: world.next() % 2 === 0 });
  return { claims, address: "192.0.2.7", userAgent: "Browser", replaced: null };
}

/** How the generated suite calls the verbs of signing in through a provider. */
export const OF_PROVIDERS: readonly VerbSample[] = [
  sample(connectProvider)("admin", async (world) => ({ issuer: await issuerOf(world), clientId: `client-${world.next()}`, clientSecret: FAKE_CLIENT.secret })),
  sample(checkProvider)("admin", async (world) => ({ issuer: await connected(world) })),
  sample(setProviderRules)("admin", async (world) => {
    await connected(world);
    return { roleClaim: `groups-${world.next()}`, roles: [{ value: "grc", role: "compliance_manager", teamIds: [] }], fallbackRole: "refuse", newMembers: true, trustUnstatedMail: false };
  }),
  sample(enforceProvider)("admin", async (world) => {
    await admitPerson(world.asSystem(), await admitted(world));
    return { enforced: false, exemptMemberIds: [world.members.admin.memberId] };
  }),
  sample(disconnectProvider)("admin", async (world) => {
    await connected(world);
    return {};
  }),
  sample(addDomain)("admin", (world) => ({ domain: `added-${world.next()}.${world.slug}.example` })),
  sample(proveDomain)("admin", async (world) => {
    const domain = await freshDomain(world);
    const { domains } = await readProvider(world.as("admin"), {});
    for (const { record } of domains) world.records.set(record.name, [record.value]);
    return { domain };
  }),
  sample(confirmDomain)("system", async (world) => ({ domain: await freshDomain(world) })),
  sample(removeDomain)("admin", async (world) => ({ domain: await freshDomain(world) })),
  sample(readProvider)("compliance_manager", () => ({})),
  sample(admitPerson)("system", admitted),
];
