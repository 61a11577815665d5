import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { readTiles } from "./ledger.repository.ts";
import { TREE } from "./node-sha256.ts";
import { foldStep, perfectNodes, type Node, type ProofStep } from "./tree/proof-path.ts";
import { nodeInTile, placeOf, TILE_WIDTH, type Growth } from "./tree/tiles.ts";

/** Tiles are read so many at a time: 10,000 proofs name as many. */
const TILES_AT_ONCE = 5_000;

/**
 * The hashes of steps, out of the stored tiles and the edge; many proofs in one reading.
 *
 * @throws Error when a tile is missing that the size says is complete
 */
export async function foldSteps(tx: TenantTransaction, organizationId: string, tree: Growth, steps: readonly ProofStep[]): Promise<Uint8Array[]> {
  const hashOf = await hashesOf(tx, organizationId, tree, steps.flat());
  return steps.map((step) => foldStep(TREE, step, hashOf));
}

/** Root of the tree when it had `size` leaves. */
export async function rootAt(tx: TenantTransaction, organizationId: string, tree: Growth, size: number): Promise<Uint8Array> {
  const [root] = await foldSteps(tx, organizationId, tree, [perfectNodes(0, size)]);
  return root ?? TREE.empty();
}

async function hashesOf(tx: TenantTransaction, organizationId: string, tree: Growth, nodes: readonly Node[]): Promise<(node: Node) => Uint8Array> {
  const complete = new Map(
    nodes.map(placeOf).filter(({ row, index }) => index < Math.floor(tree.size / TILE_WIDTH ** (row + 1))).map((place) => [`${place.row}/${place.index}`, place]),
  );
  const places = [...complete.values()];
  const tiles = new Map<string, Uint8Array[]>();
  for (let at = 0; at < places.length; at += TILES_AT_ONCE) {
    for (const [key, hashes] of await readTiles(tx, organizationId, places.slice(at, at + TILES_AT_ONCE))) tiles.set(key, hashes);
  }
  return (node) => {
    const { row, index } = placeOf(node);
    const key = `${row}/${index}`;
    const hashes = complete.has(key) ? tiles.get(key) : tree.edge[row];
    if (hashes === undefined) throw new Error(`tile ${key} of the ledger is missing`);
    return nodeInTile(TREE, node, hashes);
  };
}
