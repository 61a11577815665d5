import type { Kernel } from "./kernel.ts";

const NODE_BYTES = 16;
const SLOT_BYTES = 16;
const HAS_CHILDREN = 1;
const SHARED = 2;
/** A key that spells part of a path with a dot in it: only the lookup in a record can tell what is meant. */
const SLOW_NODE = 0xffff_fffe;
const encoder = new TextEncoder();

type Node = { readonly number: number; field: number; flags: number; readonly children: Map<string, number> };

/**
 * Lays out the tree of keys that lead to fields. `a.b` is reached by the key "a.b" of the event itself and by "b" in
 * "a"; an event that has both is left to the lookup in a record, as are keys that join other parts of a path.
 */
export function writeKeys(kernel: Kernel, names: readonly string[], slowKeys: readonly string[]): void {
  const nodes = keyTree(names, slowKeys);
  const place = kernel.allocate(nodes.length * NODE_BYTES);
  kernel.place("nodes", place);
  kernel.place("owners", kernel.allocate(names.length * 8));
  const edges = nodes.reduce((sum, { children }) => sum + children.size, 0);
  const slots = 2 ** Math.ceil(Math.log2(edges * 4 + 4));
  kernel.place("keyTable", kernel.allocate(slots * SLOT_BYTES));
  kernel.place("keyMask", slots - 1);
  for (const { number, field, flags, children } of nodes) {
    kernel.u32[(place >> 2) + number * 4] = field >>> 0;
    kernel.u32[(place >> 2) + number * 4 + 1] = flags | (children.size > 0 ? HAS_CHILDREN : 0);
    for (const [key, child] of children) {
      const bytes = encoder.encode(key);
      const at = kernel.allocate(bytes.length);
      kernel.u8.set(bytes, at);
      kernel.calls.insertKey(number, at, bytes.length, child);
    }
  }
}

function keyTree(names: readonly string[], slowKeys: readonly string[]): Node[] {
  const nodes: Node[] = [{ number: 0, field: -1, flags: 0, children: new Map() }];
  const child = (parent: number, key: string): number => {
    const known = nodes[parent]!.children.get(key);
    if (known !== undefined) return known;
    nodes.push({ number: nodes.length, field: -1, flags: 0, children: new Map() });
    nodes[parent]!.children.set(key, nodes.length - 1);
    return nodes.length - 1;
  };
  const paths: { readonly parents: readonly number[]; readonly parts: readonly string[] }[] = [];
  names.forEach((name, field) => {
    const parts = name.split(".");
    const parents = [0];
    for (const part of parts) parents.push(child(parents.at(-1)!, part));
    const shared = parts.length > 1 ? SHARED : 0;
    for (const number of shared ? [parents.at(-1)!, child(0, name)] : [parents.at(-1)!]) {
      nodes[number]!.field = field;
      nodes[number]!.flags |= shared;
    }
    paths.push({ parents, parts });
  });
  for (const { parents, parts } of paths) markJoined(nodes, parents, parts);
  for (const key of slowKeys) nodes[0]!.children.set(key, SLOW_NODE);
  return nodes;
}

/** Keys that join two or more parts of a path, all parts from the root aside. */
function markJoined(nodes: readonly Node[], parents: readonly number[], parts: readonly string[]): void {
  for (let from = 0; from < parts.length; from += 1) {
    for (let end = from + 2; end <= parts.length; end += 1) {
      if (from > 0 || end < parts.length) nodes[parents[from]!]!.children.set(parts.slice(from, end).join("."), SLOW_NODE);
    }
  }
}
