import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { readTree, type TreeWithTiles } from "./ledger.repository.ts";
import { TREE } from "./node-sha256.ts";
import { foldStep, perfectNodes, type Node, type ProofStep } from "./tree/proof-path.ts";
import { nodeInTile, placeOf, TILE_WIDTH, type Growth } from "./tree/tiles.ts";

/** Tiles are read so many at a time: 10,000 proofs name ten times as many. */
const TILES_AT_ONCE = 5_000;

/**
 * The hashes of steps, out of the stored tiles and the edge; one statement for any number of proofs up to 5,000 tiles.
 *
 * @throws Error when a tile is missing that the size says is complete
 */
export async function foldSteps(tx: TenantTransaction, organizationId: string, steps: readonly ProofStep[]): Promise<Uint8Array[]> {
  const hashOf = hashesOf(await readPlaces(tx, organizationId, steps.flat()));
  return steps.map((step) => foldStep(TREE, step, hashOf));
}

/** The tree as it stands, and its root when it had `size` leaves; null when it has fewer. */
export async function rootAt(tx: TenantTransaction, organizationId: string, size: number): Promise<{ tree: Growth; root: Uint8Array | null }> {
  const step = perfectNodes(0, size);
  const read = await readPlaces(tx, organizationId, step);
  return { tree: read.tree, root: size > read.tree.size ? null : foldStep(TREE, step, hashesOf(read)) };
}

async function readPlaces(tx: TenantTransaction, organizationId: string, nodes: readonly Node[]): Promise<TreeWithTiles> {
  const places = [...new Map(nodes.map(placeOf).map((place) => [`${place.row}/${place.index}`, place])).values()];
  const read = await readTree(tx, organizationId, places.slice(0, TILES_AT_ONCE));
  for (let at = TILES_AT_ONCE; at < places.length; at += TILES_AT_ONCE) {
    const more = await readTree(tx, organizationId, places.slice(at, at + TILES_AT_ONCE));
    for (const [key, hashes] of more.tiles) read.tiles.set(key, hashes);
  }
  return read;
}

function hashesOf({ tree, tiles }: TreeWithTiles): (node: Node) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (node) => {
    const name = `${node.level}/${node.index}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const { row, index } = placeOf(node);
    const key = `${row}/${index}`;
    const complete = index < Math.floor(tree.size / TILE_WIDTH ** (row + 1));
    const hashes = complete ? tiles.get(key) : tree.edge[row];
    if (hashes === undefined) throw new Error(`tile ${key} of the ledger is missing`);
    const hash = nodeInTile(TREE, node, hashes);
    known.set(name, hash);
    return hash;
  };
}
