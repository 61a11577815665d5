import type { EventRecord } from "../fields.ts";
import type { Expression, Predicate } from "../sigma/expression.ts";
import type { Literal } from "../sigma/literals.ts";

/** Rules, events near them, and unusual spellings of JSON: for tests that hold the matcher against the reference. Always the same for a seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  }

  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    this.state >>>= 0;
    return this.state % limit;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  oneIn(chances: number): boolean {
    return this.below(chances) === 0;
  }
}

const FIELDS = ["a", "b", "Image", "CommandLine", "user.name", "user.id", "deep.er.path", "id.orig_h", "list", "\u00e9t\u00e9"];
const WORDS = ["a", "ab", "cmd", "\\cmd.exe", "powershell", "-enc", " /c ", "*", "?", "x*y", "1", "4625", "1.5", "", "GROSS", "stra\u00dfe", "\u0130", "\u03a3", "\u00c9T\u00c9", "\ud83d\ude00", "a\\*b", "10.0.0.1", "%", "true", "\\\\host\\c$", "ADMIN$", "\ufffd"];
const MODIFIERS = ["", "", "", "|contains", "|contains", "|startswith", "|endswith", "|contains|all", "|cased", "|cased|contains", "|neq", "|windash|contains", "|all"];
const CONDITIONS = ["s0", "s0 and s1", "s0 or s1", "s0 and not s1", "1 of s*", "all of s*", "2 of s*", "not s0", "s0 and (s1 or not s2)", "1 of them and not s2"];
const OPEN = ["  a|re: '^a.*b$'", "  CommandLine|re|i: 'power(shell|ed)\\s+-e'", "  b: null", "  list|exists: true", "  b|exists: false", "  a|gt: 5", "  a|fieldref: b", "  a|cidr: 10.0.0.0/8", "  a: [null, x]", "  a|base64offset|contains: secret"];

/** A rule of random selections. */
export function madeUpRule(dice: Dice, number: number): string {
  const selections = [0, 1, 2].map((at) => `  s${at}:\n${selection(dice)}`);
  const product = dice.pick(["", "product: p", "product: q", "service: s", "product: p, category: c"]);
  return `title: T${number}\nid: made-up-${number}\nlogsource: { ${product === "" ? "definition: any" : product} }\ndetection:\n${selections.join("\n")}\n  condition: ${dice.pick(CONDITIONS)}\n`;
}

function selection(dice: Dice): string {
  if (dice.oneIn(12)) return [...new Set([dice.pick(["cmd", "power*", "evil", "4625"]), dice.pick(["x", "denied"])])].map((word) => `    - ${JSON.stringify(word)}`).join("\n");
  if (dice.oneIn(5)) return `  ${dice.pick(OPEN)}`;
  const lines = new Map<string, string>();
  for (let at = 0; at <= dice.below(2); at += 1) {
    const key = `${dice.pick(FIELDS)}${dice.pick(MODIFIERS)}`;
    const values = Array.from({ length: 1 + dice.below(3) }, () => JSON.stringify(dice.pick(WORDS)));
    lines.set(key, `    ${JSON.stringify(key)}: [${values.join(", ")}]`);
  }
  return [...lines.values()].join("\n");
}

type Parts = { starts: string; inner: string; ends: string; whole: string | null };

/** An event that the expression is likely to hold on: the reference decides whether it does. */
export function eventNear(expression: Expression, dice: Dice): EventRecord {
  const fields = new Map<string, Parts>();
  fulfil(expression, dice, fields);
  const event: { [key: string]: unknown } = {};
  for (const [name, { starts, inner, ends, whole }] of fields) put(event, name, whole ?? `${starts}${inner}${ends}`, dice);
  return event;
}

function fulfil(expression: Expression, dice: Dice, fields: Map<string, Parts>): void {
  switch (expression.kind) {
    case "predicate":
      fulfilPredicate(expression.predicate, dice, fields);
      return;
    case "name":
      fulfil(expression.item, dice, fields);
      return;
    case "not":
      if (dice.oneIn(8)) fulfil(expression.item, dice, fields);
      return;
    case "or":
      fulfil(dice.pick(expression.items), dice, fields);
      return;
    default:
      for (const item of expression.items) fulfil(item, dice, fields);
  }
}

function fulfilPredicate({ field, shape }: Predicate, dice: Dice, fields: Map<string, Parts>): void {
  const name = field?.name ?? "message";
  const parts = fields.get(name) ?? { starts: "", inner: "", ends: "", whole: null };
  fields.set(name, parts);
  const groups: readonly (readonly Literal[])[] = shape.kind === "decided" ? shape.groups : shape.kind === "needs" ? [shape.literals] : [];
  if (groups.length === 0) parts.inner += dice.pick(WORDS);
  for (const group of groups) {
    const { place, text } = dice.pick(group);
    const cased = dice.oneIn(3) ? text.toUpperCase() : text;
    if (place === "is") parts.whole = cased;
    else if (place === "starts") parts.starts = cased;
    else if (place === "ends") parts.ends = cased;
    else parts.inner += `${dice.pick(["", " ", "x", "\u00ae"])}${cased}${dice.pick(["", " ", "yz"])}`;
  }
}

function put(event: { [key: string]: unknown }, name: string, text: string, dice: Dice): void {
  const number = /^-?\d{1,17}$/.test(text) && dice.oneIn(2) ? Number(text) : text;
  const value = dice.oneIn(10) ? [dice.pick(["other", null, 5, {}]), number] : number;
  const path = name.split(".");
  if (path.length === 1 || dice.oneIn(3)) {
    event[name] = value;
    return;
  }
  let at = event;
  for (const part of path.slice(0, -1)) {
    if (typeof at[part] !== "object" || at[part] === null || Array.isArray(at[part])) at[part] = {};
    at = at[part] as { [key: string]: unknown };
  }
  at[path.at(-1)!] = dice.oneIn(12) ? [{ other: 1 }, value] : value;
}

/** The event with one of its values changed a little, taken away or put in the place of another. */
export function changed(event: EventRecord, dice: Dice): EventRecord {
  const names = Object.keys(event);
  if (names.length === 0) return { a: dice.pick(WORDS) };
  const name = dice.pick(names);
  const value = event[name];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...event, [name]: changed(value as EventRecord, dice) };
  const { [name]: _gone, ...rest } = event;
  const choice = dice.below(5);
  if (choice === 0) return rest;
  if (choice === 1) return { ...event, [name]: null };
  const text = String(value);
  const at = dice.below(text.length + 1);
  if (choice === 2) return { ...event, [name]: `${text.slice(0, at)}${text.slice(at + 1)}` };
  return { ...event, [name]: `${text.slice(0, at)}${dice.pick(["#", "\u0130", "q", "\n", "\u00c9"])}${text.slice(at + (choice === 3 ? 0 : 1))}` };
}

/** The event as a line of JSON, spelled as no serializer would: escapes, blanks, numbers, keys twice. */
export function spelled(value: unknown, dice: Dice): string {
  const blank = () => (dice.oneIn(10) ? dice.pick([" ", "\t", "  ", "\r"]) : "");
  if (typeof value === "string") return spelledText(value, dice);
  if (Array.isArray(value)) return `[${blank()}${value.map((item) => spelled(item, dice)).join(`,${blank()}`)}${blank()}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${spelledText(key, dice, 40)}${blank()}:${blank()}${spelled(member, dice)}`);
    if (members.length > 0 && dice.oneIn(60)) members.unshift(dice.pick(members));
    if (dice.oneIn(40)) members.push(dice.pick(['"x.y":{"z":1.50}', '"n":-0', '"n":1e400', '"n":12345678901234567890', '"user.name":"both"', '"a":{"b":[[1,[2]]]}', '"__proto__":{"a":1}', '"deep.er":{"path":"cmd"}']));
    return `{${blank()}${members.join(`${blank()},${blank()}`)}${blank()}}`;
  }
  if (typeof value === "number" && dice.oneIn(10)) return `${value}.0`;
  return JSON.stringify(value);
}

function spelledText(text: string, dice: Dice, rarely = 8): string {
  const plain = JSON.stringify(text);
  if (!dice.oneIn(rarely)) return plain;
  const escaped = [...text].map((char) => (dice.oneIn(3) ? [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`).join("") : JSON.stringify(char).slice(1, -1)));
  return `"${escaped.join("")}"`;
}
