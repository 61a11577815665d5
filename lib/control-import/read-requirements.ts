/** The requirements that an import may name: of each edition in question its name and codes. */
export type RequirementIndex = readonly { key: string; name: string; edition: string; codes: ReadonlySet<string>; /** Whether it is meant where a number stands alone. */ asked: boolean }[];

type Read = { mappings: { framework: string; requirement: string }[]; problems: string[] };

/**
 * Requirements that a cell names, several with commas, semicolons or line breaks: `CC6.1; ISO 27001:2022 A.8.15`. A number
 * that stands in several editions must say which; by its key (`soc2-tsc-2017 CC6.1`) any edition is named.
 */
export function readRequirements(text: string, every: RequirementIndex): Read {
  const read: Read = { mappings: [], problems: [] };
  const index = every.filter((one) => one.asked);
  for (const part of text.split(/[,;\n\r|]+/).map((one) => one.trim()).filter((one) => one !== "")) {
    const words = part.split(/\s+/);
    const code = normal(words.at(-1) ?? "");
    const named = every.find((one) => one.key === words.slice(0, -1).join(" ").toLowerCase());
    if (named !== undefined) {
      const own = [words.at(-1) ?? "", code].find((one) => named.codes.has(one));
      if (own === undefined) read.problems.push(`“${part.slice(0, 80)}” is no requirement of ${named.name} ${named.edition}.`);
      else read.mappings.push({ framework: named.key, requirement: own });
      continue;
    }
    const prefix = squeezed(words.slice(0, -1).join(" "));
    const holding = index.filter((one) => one.codes.has(code));
    const said = holding.filter((one) => prefix === "" || isMeant(prefix, one));
    const [only] = said;
    if (only !== undefined && said.length === 1) read.mappings.push({ framework: only.key, requirement: code });
    else if (said.length > 1) read.problems.push(`“${part.slice(0, 80)}” stands in ${said.map((one) => `${one.name} ${one.edition}`).join(" and ")}. Write the edition before it.`);
    else read.problems.push(`“${part.slice(0, 80)}” is no requirement of ${index.length === 0 ? "any framework" : index.map((one) => `${one.name} ${one.edition}`).join(", ")}.`);
  }
  return { ...read, mappings: [...new Map(read.mappings.map((one) => [`${one.framework} ${one.requirement}`, one])).values()] };
}

/** Annex A is often cited without its letter, criteria in small letters: both forms of a code are one. */
function normal(word: string): string {
  const bare = word.replace(/^[("']+|[)"'.]+$/g, "");
  return /^(cc|a\.)/i.test(bare) ? bare.replace(/^(cc|a)/i, (letters) => letters.toUpperCase()) : bare;
}

const squeezed = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether words before a number can mean an edition: every part of them stands in its name, key or year. */
function isMeant(prefix: string, { key, name, edition }: RequirementIndex[number]): boolean {
  const whole = `${squeezed(name)} ${squeezed(edition)} ${squeezed(key)} ${squeezed(name + edition)} ${squeezed(`iso ${key}`)}`;
  const digits = prefix.match(/20\d\d$/)?.[0];
  const rest = digits === undefined ? prefix : prefix.slice(0, -4);
  if (digits !== undefined && !whole.includes(digits)) return false;
  return rest === "" || whole.includes(rest) || squeezed(key).startsWith(rest) || (rest === "tsc" && key.startsWith("soc2")) || (rest === "annexa" && key.startsWith("iso"));
}
