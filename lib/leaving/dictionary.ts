/** One column as an export describes it. `words` are the values that an enumerated column can have. */
export type DictionaryColumn = { name: string; type: string; optional: boolean; meaning: string; words?: string[] };

/** One table of the tenant. `key` is the primary key, which is also the order of its lines. */
export type DictionaryTable = {
  table: string;
  meaning: string;
  append_only: boolean;
  key: string[];
  columns: DictionaryColumn[];
  /** Columns that hold a secret of the installation: no export has them. */
  left_out: string[];
};

const TYPES: Readonly<Record<string, string>> = {
  String: "text", Int: "whole number", BigInt: "whole number of up to 64 bits", Float: "number", Boolean: "true or false",
  DateTime: "instant, ISO 8601 with offset, in UTC", Json: "JSON", Bytes: "bytes: \\x and hexadecimal digits",
};

type Block = { name: string; comment: string; body: string };

/**
 * The dictionary of the tenant tables, read from the text of prisma/schema.prisma: what is true of the database cannot be
 * forgotten here. Tables in the order of their names.
 *
 * @throws Error when a column has a type that nobody described
 */
export function dictionaryOf(schema: string): DictionaryTable[] {
  const enums = new Map(blocksOf(schema, "enum").map(({ name, body }) => [name, wordsOf(body)]));
  const models = blocksOf(schema, "model");
  const relations = new Set(models.map(({ name }) => name));
  return models
    .filter(({ comment }) => /@kind tenant\b/.test(comment))
    .map((model) => tableOf(model, enums, relations))
    .sort((one, other) => (one.table < other.table ? -1 : 1));
}

function blocksOf(schema: string, kind: "enum" | "model"): Block[] {
  const pattern = new RegExp(`((?:^[ \\t]*///.*\\n)*)^${kind} (\\w+) \\{\\n([\\s\\S]*?)^\\}`, "gm");
  return [...schema.matchAll(pattern)].map(([, comment = "", name = "", body = ""]) => ({ name, comment, body }));
}

const linesOf = (body: string): string[] => body.split("\n").map((line) => line.trim()).filter((line) => line !== "");
const wordsOf = (body: string): string[] => linesOf(body).filter((line) => /^\w+$/.test(line));
const proseOf = (comment: string): string => comment.replaceAll(/^\s*\/\/\/ ?/gm, "").replaceAll(/@(kind \w+|append-only|secret)/g, "").replaceAll(/\s+/g, " ").trim();

function tableOf({ name, comment, body }: Block, enums: ReadonlyMap<string, string[]>, relations: ReadonlySet<string>): DictionaryTable {
  const columns: DictionaryColumn[] = [];
  const columnOf = new Map<string, string>();
  const leftOut: string[] = [];
  let said = "";
  for (const line of linesOf(body)) {
    if (line.startsWith("///")) {
      said += `${line}\n`;
      continue;
    }
    const [, field = "", type = "", modifier = ""] = /^(\w+)\s+(\w+)(\[\]|\?)?/.exec(line) ?? [];
    if (!line.startsWith("@@") && !line.startsWith("//") && !relations.has(type)) {
      const column = /@map\("([^"]+)"\)/.exec(line)?.[1] ?? field;
      columnOf.set(field, column);
      if (/@secret\b/.test(said)) leftOut.push(column);
      else columns.push(describe(column, { type, modifier, said, words: enums.get(type) }));
    }
    said = "";
  }
  const key = /@@id\(\[([^\]]+)\]/.exec(body)?.[1]?.split(",").map((field) => field.trim()) ?? ["id"];
  return {
    table: /@@map\("([^"]+)"\)/.exec(body)?.[1] ?? name, meaning: proseOf(comment), append_only: /@append-only\b/.test(comment),
    key: key.map((field) => columnOf.get(field) ?? field), columns, left_out: leftOut,
  };
}

function describe(name: string, { type, modifier, said, words }: { type: string; modifier: string; said: string; words: string[] | undefined }): DictionaryColumn {
  const single = words === undefined ? TYPES[type] : "one of the words";
  if (single === undefined) throw new Error(`the column ${name} has the type ${type}, which the dictionary of exports does not describe`);
  return { name, type: modifier === "[]" ? `list of ${single}` : single, optional: modifier === "?", meaning: proseOf(said), ...(words === undefined ? {} : { words }) };
}
