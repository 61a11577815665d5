import { afterAll, beforeAll, expect, test } from "vitest";
import { enterOrganization, resolveSession } from "#lib/identity/index.ts";
import { CERTIFIED_CLIENT, certifiedProvider, type CertifiedProvider } from "#lib/testing/certified-provider.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { addDomain, beginProviderSignIn, checkProvider, completeProviderSignIn, confirmDomain, connectProvider, readProvider, setProviderRules } from "./index.ts";

// The whole of a sign-in with a certified provider, as a browser walks it.

const DOMAIN = "fernhall.example";

let world: World;
let provider: CertifiedProvider;
let issuer: string;
beforeAll(async () => {
  world = await testWorld();
  // The provider goes by the machine's clock; so does Tickmark here.
  world.clock.set(new Date());
  const { callback } = await readProvider(world.as("admin"), {});
  provider = await certifiedProvider({ callback, domain: DOMAIN });
  issuer = provider.issuer;
  await connectProvider(world.as("admin"), { issuer, clientId: CERTIFIED_CLIENT.id, clientSecret: CERTIFIED_CLIENT.secret });
  await addDomain(world.as("admin"), { domain: DOMAIN });
  await confirmDomain(world.asSystem(), { domain: DOMAIN });
  await setProviderRules(world.as("admin"), { roleClaim: "groups", roles: [{ value: "grc", role: "compliance_manager", teamIds: [] }], fallbackRole: "employee", newMembers: true, trustUnstatedMail: false });
});
afterAll(async () => {
  await provider.close();
  await world.close();
});

/** Follows redirects and fills in the provider's own forms, as a person does, until it leads back to Tickmark. @returns the query it leads back with */
async function walk(departure: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let at = departure;
  let body: URLSearchParams | null = null;
  for (let step = 0; step < 15; step += 1) {
    const answer: Response = await fetch(at, { redirect: "manual", method: body === null ? "GET" : "POST", body, headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") } });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location !== null) {
      const to = new URL(location, at);
      if (to.origin !== issuer) return to.search;
      [at, body] = [to.href, null];
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`the provider shows no form: ${page.slice(0, 500)}`);
    [at, body] = [new URL(action, at).href, new URLSearchParams(prompt === "login" ? { prompt, login, password: "any" } : { prompt })];
  }
  throw new Error("the provider leads in circles");
}

async function signIn(login: string) {
  const departure = await beginProviderSignIn({ email: `${login}@${DOMAIN}` }, { address: "192.0.2.1", next: "/somewhere" });
  if (departure === null) throw new Error("there is no provider to go to");
  const search = await walk(departure.url, login);
  const back = { organizationId: world.organizationId, search, sealed: departure.sealed, address: "192.0.2.1", userAgent: "Browser", replaced: null, requestId: "req_test" };
  return { answer: await completeProviderSignIn(back), again: () => completeProviderSignIn(back), search };
}

test("a certified provider is found in order, and signs people in with the roles of their groups", async () => {
  expect(await checkProvider(world.as("admin"), { issuer })).toBeNull();
  for (const [login, role] of [["grace", "compliance_manager"], ["emil", "employee"], ["grace", "compliance_manager"]] as const) {
    const { answer, again, search } = await signIn(login);
    expect(new URLSearchParams(search).get("iss")).toBe(issuer);
    if (answer.outcome !== "signed_in") throw new Error(JSON.stringify(answer));
    expect(answer.next).toBe("/somewhere");
    const session = await resolveSession({ caller: null, requestId: "r", clock: world.clock }, { sessionId: answer.sessionId });
    const context = await enterOrganization(world.slug, { memberships: session?.memberships ?? [], requestId: "r", clock: world.clock });
    expect(context?.actor).toMatchObject({ name: `Person ${login}`, role });
    expect(await again()).toMatchObject({ outcome: "refused", reason: "ended" });
  }
  expect((await readProvider(world.as("admin"), {})).linked).toBe(2);
});

test("a wrong secret signs nobody in", async () => {
  await connectProvider(world.as("admin"), { issuer, clientId: CERTIFIED_CLIENT.id, clientSecret: "another secret" });
  expect((await signIn("grace")).answer).toMatchObject({ outcome: "refused", reason: "provider_failed" });
});
