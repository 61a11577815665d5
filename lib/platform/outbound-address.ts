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

/** A network as it is written: an address, or an address and how many of its bits count. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** The networks of a list with commas between. */
export function networksOf(text: string): string[] {
  return text.split(",").map((network) => network.trim()).filter((network) => network !== "");
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

/**
 * Judges the addresses that Tickmark may connect to.
 *
 * @param allowed networks that the operator opens although they are private
 */
export function outboundAddresses(allowed: readonly string[]): (address: string) => boolean {
  const [opened, refused4, global6, refused6] = [listOf(allowed), listOf(REFUSED_V4), listOf(GLOBAL_V6), listOf(REFUSED_V6)];
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    if (holds(opened, address)) return true;
    return family === 4 ? !holds(refused4, address) : holds(global6, address) && !holds(refused6, address);
  };
}
