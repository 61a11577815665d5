import { admitKey, createKey, revokeKey, type ApiScope } from "#lib/api-keys/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import type { DemoWorld } from "./demo-world.ts";

type DemoKey = { name: string; scopes: ApiScope[]; madeDaysBefore: number; days: number; used?: { agent: string; address: string }; revoked?: string };

/** One that works, one that ends soon, one that was left where others could read it. Addresses are for documentation alone (RFC 5737). */
const DEMO_KEYS: readonly DemoKey[] = [
  { name: "Build server of the old office", scopes: ["evidence.submit"], madeDaysBefore: 40, days: 180, used: { agent: "curl/7.88.1", address: "192.0.2.14" }, revoked: "Found in the log of a build that others can read." },
  { name: "Status board", scopes: ["controls.read"], madeDaysBefore: 36, days: 45, used: { agent: "Grafana/12.2.0", address: "192.0.2.40" } },
  { name: "Nightly restore report", scopes: ["controls.read", "evidence.submit"], madeDaysBefore: 5, days: 90, used: { agent: "curl/8.14.1", address: "192.0.2.15" } },
];

/** The keys of the demo's machines, made and used at their times. Nobody keeps what they are. */
export async function makeKeys(world: DemoWorld, lastDay: string): Promise<void> {
  const { context, proof } = world.administrator;
  for (const { name, scopes, madeDaysBefore, days, used, revoked } of DEMO_KEYS) {
    world.clock.set(`${addDays(lastDay, -madeDaysBefore)}T09:10:00Z`);
    const { id, token } = await createKey(context(), { name, scopes, days, proof });
    world.clock.set(`${addDays(lastDay, revoked === undefined ? 0 : 1 - madeDaysBefore)}T03:00:00Z`);
    if (used !== undefined) await admitKey({ token, ...used, requestId: newId("req", world.clock.now().getTime()) });
    if (revoked !== undefined) await revokeKey(context(), { keyId: id, reason: revoked });
  }
}
