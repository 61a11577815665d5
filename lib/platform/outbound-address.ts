import { BlockList, isIP } from "node:net";

// What no stranger's address may lead to: this machine, the network it stands in, and what is routed nowhere
// (IANA's special-purpose registries, RFC 6890). Of IPv6 only global unicast is let through, so that mapped, translated
// and unique local addresses need no list.
const REFUSED_V4 = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
  "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
];
const GLOBAL_V6 = ["2000::/3"];
// Documentation, and the two tunnels that carry IPv4 addresses inside.
const REFUSED_V6 = ["2001:db8::/32", "2001::/32", "2002::/16"];

// Where clouds hand a machine its own credentials: AWS (instances, containers, pods), Alibaba, Azure, Oracle; Google by name.
// Nothing that people configure opens them: no evidence is there, and whoever reaches them is this machine.
const METADATA = ["169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "100.100.100.200", "168.63.129.16", "192.0.0.192"];
const METADATA_NAMES = new Set(["metadata.google.internal", "metadata.goog", "metadata"]);

/** Where a request leads: a host as it was written, without brackets, and the port. */
export type Destination = { host: string; port: number };

/** What an operator opens although it is private: a network or a name, one port of it or all, and whether it is asked without TLS. */
type Opened = { network: BlockList | null; name: string; port: number | null; plain: boolean };

/** A network as it is written: an address, or an address and how many of its bits count. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** What an operator may open: `host:port`, `[address]:port`, `network:port`, each with `http://` before it where it is asked without TLS; or a whole network. */
export function isOpenable(text: string): boolean {
  return openedOf(text) !== null;
}

/** The entries of a list with commas between. */
export function networksOf(text: string): string[] {
  return text.split(",").map((network) => network.trim()).filter((network) => network !== "");
}

function openedOf(text: string): Opened | null {
  const plain = text.startsWith("http://");
  const rest = text.replace(/^https?:\/\//, "");
  if (isNetwork(rest)) return plain ? null : { network: listOf([rest]), name: "", port: null, plain };
  const [, host = "", digits = ""] = /^(.+):(\d{1,5})$/.exec(rest) ?? [];
  const port = Number(digits);
  if (port < 1 || port > 65_535) return null;
  const bare = host.replace(/^\[|\]$/g, "");
  if (isNetwork(bare) && (isIP(bare.split("/")[0] ?? "") === 4 || host.startsWith("["))) return { network: listOf([bare]), name: "", port, plain };
  return /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(host) ? { network: null, name: host.toLowerCase(), port, plain } : null;
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const holds = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");

/** An address in one spelling: an IPv4 address inside of an IPv6 one (mapped, translated, 6to4) is the IPv4 address. */
export function plainAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const canonical = new URL(`http://[${address.split("%")[0] ?? ""}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const [before, after] = [head.split(":").filter(Boolean), (tail ?? "").split(":").filter(Boolean)];
  const groups = [...before, ...Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => "0"), ...after].map((group) => Number.parseInt(group, 16));
  const v4At = (index: number): string => [groups[index]! >> 8, groups[index]! & 255, groups[index + 1]! >> 8, groups[index + 1]! & 255].join(".");
  const front = groups.slice(0, 6).join();
  if (["0,0,0,0,0,65535", "100,65435,0,0,0,0", "0,0,0,0,65535,0"].includes(front) || (front === "0,0,0,0,0,0" && groups[6] !== 0)) return v4At(6);
  return groups[0] === 0x2002 ? v4At(1) : canonical;
}

export type OutboundRules = {
  /** Whether an address may be connected to, for a request to this destination. */
  mayConnect(address: string, destination: Destination): boolean;
  /** Whether a name or address is one that nothing opens. */
  isBarred(host: string): boolean;
  /** Whether the operator says that this destination is asked without TLS. */
  isPlain(destination: Destination): boolean;
};

/**
 * Judges where Tickmark may connect to.
 *
 * @param allowed what the operator opens although it is private ({@link isOpenable})
 */
export function outboundRules(allowed: readonly string[]): OutboundRules {
  const opened = allowed.flatMap((text) => openedOf(text) ?? []);
  const [refused4, global6, refused6, metadata] = [listOf(REFUSED_V4), listOf(GLOBAL_V6), listOf(REFUSED_V6), listOf(METADATA)];
  const isBarred = (host: string): boolean => (isIP(host) === 0 ? METADATA_NAMES.has(host.toLowerCase().replace(/\.$/, "")) : holds(metadata, plainAddress(host)) || holds(metadata, host));
  const opens = (one: Opened, address: string, { host, port }: Destination): boolean =>
    (one.port === null || one.port === port) && (one.network === null ? one.name === host.toLowerCase() : holds(one.network, address));
  return {
    isBarred,
    mayConnect(address, destination) {
      const family = isIP(address);
      if (family === 0 || isBarred(address) || isBarred(destination.host)) return false;
      if (opened.some((one) => opens(one, address, destination))) return true;
      return family === 4 ? !holds(refused4, address) : holds(global6, address) && !holds(refused6, address);
    },
    isPlain: (destination) => opened.some((one) => one.plain && opens(one, destination.host, destination)),
  };
}
