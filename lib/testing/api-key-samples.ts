import { createKey, listKeys, revokeKey, useKey } from "#lib/api-keys/index.ts";
import { listRequests } from "#lib/controls/index.ts";
import { freshProof } from "./fresh-proof.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const freshKey = async (world: FurnishedWorld): Promise<string> =>
  (await createKey(world.as("admin"), { name: `Pipeline ${world.next()}`, scopes: ["controls.read"], days: 30, ...(await freshProof(world)) })).id;

/** How the generated suite calls the verbs of API keys, and the list that only machines read. */
export const OF_API_KEYS: readonly VerbSample[] = [
  sample(createKey)("admin", async (world) => ({ name: `Pipeline ${world.next()}`, scopes: ["evidence.submit"], days: 90, ...(await freshProof(world)) })),
  sample(listKeys)("admin", () => ({})),
  sample(revokeKey)("admin", async (world) => ({ keyId: await freshKey(world), reason: "Replaced." })),
  sample(useKey)("system", async (world) => ({ keyId: await freshKey(world), address: "192.0.2.1", agent: "curl/8.5.0" }), {
    quiet: { why: "When a key was last used is no act; what it does stands in the audit trail under its name.", tables: ["api_key"] },
  }),
  sample(listRequests)("control_owner", (world) => ({ controlCode: world.control.insideCode })),
];
