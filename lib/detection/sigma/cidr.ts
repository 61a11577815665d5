/** An address as 16 bytes; IPv4 as IPv4-mapped IPv6, so that `::ffff:1.2.3.4` and `1.2.3.4` are one address. */
type Address = readonly number[];

const V4_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

/** Parses `10.0.0.0/8` or `fe80::/10` into a test of addresses; null when it is not a network. */
export function parseCidr(text: string): ((address: string) => boolean) | null {
  const slash = text.indexOf("/");
  const base = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (!base) return null;
  const v4 = !text.includes(":");
  const width = v4 ? 32 : 128;
  const stated = slash === -1 ? String(width) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(stated) || Number(stated) > width) return null;
  const bits = Number(stated) + (v4 ? 96 : 0);
  return (candidate) => {
    const address = parseAddress(candidate);
    return address !== null && sharesPrefix(base, address, bits);
  };
}

function sharesPrefix(a: Address, b: Address, bits: number): boolean {
  for (let at = 0; at * 8 < bits; at += 1) {
    const mask = bits - at * 8 >= 8 ? 0xff : (0xff << (8 - (bits - at * 8))) & 0xff;
    if ((a[at]! & mask) !== (b[at]! & mask)) return false;
  }
  return true;
}

/** Reads an IPv4 or IPv6 address (RFC 4291 text forms, zone ignored); null when it is none. */
function parseAddress(text: string): Address | null {
  if (text.length > 64) return null;
  const [address] = text.split("%");
  if (!address!.includes(":")) {
    const v4 = parseV4(address!);
    return v4 && [...V4_PREFIX, ...v4];
  }
  const halves = address!.split("::");
  if (halves.length > 2) return null;
  const head = groups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1]!, true) : [];
  if (!head || !tail) return null;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function groups(text: string, mayEndInV4: boolean): number[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  const bytes: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (mayEndInV4 && index === parts.length - 1 && part.includes(".")) {
      const v4 = parseV4(part);
      if (!v4) return null;
      bytes.push(...v4);
      continue;
    }
    if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
    const value = Number.parseInt(part, 16);
    bytes.push(value >> 8, value & 255);
  }
  return bytes;
}

function parseV4(text: string): number[] | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null;
  return parts.map(Number);
}
