/** The fields of RFC 4180 text, by an independent reader. */
export function fieldsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  for (let index = 0; index < csv.length; index += 1) {
    const character = csv[index]!;
    if (quoted && character === '"' && csv[index + 1] === '"') {
      field += '"';
      index += 1;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "," || character === "\r")) {
      rows.at(-1)!.push(field);
      field = "";
      if (character === "\r") {
        rows.push([]);
        index += 1;
      }
    } else field += character;
  }
  return rows.slice(0, -1);
}
