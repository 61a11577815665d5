/** Reads an uncompressed PDF of our own making, as far as tests need to look into one. */

/** Every object by its number. */
export function objectsOf(pdf: Buffer): Map<number, string> {
  const text = pdf.toString("latin1");
  return new Map([...text.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gmu)].map((match) => [Number(match[1]), match[2] ?? ""]));
}

/** The XMP packet as text. */
export function xmpOf(pdf: Buffer): string {
  const text = pdf.toString("utf8");
  return text.slice(text.indexOf("<?xpacket begin"), text.indexOf("<?xpacket end"));
}

/** The content stream of each page, in order. */
export function pageContents(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const kids = [...objects.values()].find((body) => /\/Type \/Pages/u.test(body))?.match(/\/Kids \[([^\]]*)\]/u)?.[1] ?? "";
  return [...kids.matchAll(/(\d+) 0 R/gu)].map((match) => {
    const page = objects.get(Number(match[1])) ?? "";
    return objects.get(Number(/\/Contents (\d+) 0 R/u.exec(page)?.[1])) ?? "";
  });
}

/** Operators that paint, with whether marked content is open around them and how deep. */
export function paintsOf(content: string): { operator: string; tags: string[] }[] {
  const open: string[] = [];
  const paints: { operator: string; tags: string[] }[] = [];
  for (const line of content.split("\n")) {
    const begin = /^\/(\w+) (?:<<|BMC)/u.exec(line);
    if (begin) open.push(begin[1] ?? "");
    else if (line === "EMC") open.pop();
    const paint = /(?:^|[\s\]])(TJ|Tj|S|f|f\*|B|Do|sh)$/u.exec(line);
    if (paint) paints.push({ operator: paint[1] ?? "", tags: [...open] });
  }
  return paints;
}
