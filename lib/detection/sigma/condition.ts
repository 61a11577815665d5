import { DETECTION_LIMITS } from "../limits.ts";
import type { Condition } from "./rule.ts";

/** Why a condition is refused: a sentence and the place in its text. */
export class ConditionRefusal extends Error {
  readonly index: number;
  constructor(message: string, index: number) {
    super(message);
    this.index = index;
  }
}

type Token = { readonly text: string; readonly index: number };

/**
 * Parses a Sigma condition. Binding, loosest first: or, and, not, `1 of` / `all of`, parentheses. Throws
 * ConditionRefusal, also for the aggregation syntax (`| count() > 5`) that correlations replaced.
 */
export function parseCondition(text: string): Condition {
  const parser = new ConditionParser(tokens(text), text.length);
  const condition = parser.or(0);
  parser.end();
  return condition;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:([()])|([\w.*?-]+)|(\S))/gy;
  for (let match = pattern.exec(text); match && match[0] !== ""; match = pattern.exec(text)) {
    const token = match[1] ?? match[2] ?? match[3]!;
    const index = pattern.lastIndex - token.length;
    if (token === "|") throw new ConditionRefusal("Aggregations in a condition were replaced by correlation rules", index);
    if (match[3] !== undefined) throw new ConditionRefusal(`"${token}" has no meaning in a condition`, index);
    found.push({ text: token, index });
  }
  return found;
}

class ConditionParser {
  private readonly tokens: readonly Token[];
  private readonly length: number;
  private at = 0;

  constructor(list: readonly Token[], length: number) {
    this.tokens = list;
    this.length = length;
  }

  end(): void {
    const token = this.tokens[this.at];
    if (token) throw new ConditionRefusal(`"${token.text}" stands where "and", "or" or the end was expected`, token.index);
  }

  or(depth: number): Condition {
    return this.joined("or", () => this.joined("and", () => this.not(depth)));
  }

  private joined(word: "and" | "or", next: () => Condition): Condition {
    const items = [next()];
    while (this.takeWord(word)) items.push(next());
    return items.length === 1 ? items[0]! : { kind: word, items };
  }

  private not(depth: number): Condition {
    if (depth > DETECTION_LIMITS.depth) throw new ConditionRefusal(`The condition is nested deeper than ${DETECTION_LIMITS.depth} levels`, this.index());
    return this.takeWord("not") ? { kind: "not", item: this.not(depth + 1) } : this.primary(depth);
  }

  private primary(depth: number): Condition {
    const token = this.tokens[this.at];
    if (!token) throw new ConditionRefusal("The condition ends where a name was expected", this.length);
    if (token.text === "(") {
      this.at += 1;
      const inner = this.or(depth + 1);
      if (this.tokens[this.at]?.text !== ")") throw new ConditionRefusal("A parenthesis is not closed", token.index);
      this.at += 1;
      return inner;
    }
    if (token.text === ")" || /^(?:and|or|of)$/i.test(token.text)) {
      throw new ConditionRefusal(`"${token.text}" stands where a name was expected`, token.index);
    }
    const quantified = /^(?:all|any|\d{1,4})$/i.test(token.text) && this.tokens[this.at + 1]?.text.toLowerCase() === "of";
    return quantified ? this.quantifier(token) : this.name(token);
  }

  private name(token: Token): Condition {
    if (/[*?]/.test(token.text)) throw new ConditionRefusal(`"${token.text}" needs "1 of" or "all of" before it`, token.index);
    this.at += 1;
    return { kind: "name", name: token.text };
  }

  private quantifier(token: Token): Condition {
    const pattern = this.tokens[this.at + 2];
    if (!pattern || pattern.text === "(" || pattern.text === ")") {
      throw new ConditionRefusal(`"${token.text} of" needs a name, a pattern or "them"`, token.index);
    }
    this.at += 3;
    const word = token.text.toLowerCase();
    const quantity = word === "all" ? "all" : word === "any" ? 1 : Number(word);
    if (quantity === 0) throw new ConditionRefusal('"0 of" has no meaning: write "not 1 of"', token.index);
    return { kind: "quantifier", quantity, pattern: pattern.text };
  }

  private takeWord(word: string): boolean {
    if (this.tokens[this.at]?.text.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private index(): number {
    return this.tokens[this.at]?.index ?? this.length;
  }
}

/** The names that a quantifier covers: `them` is every name that does not start with `_`. */
export function quantifiedNames(pattern: string, names: Iterable<string>): string[] {
  const all = [...names];
  if (pattern.toLowerCase() === "them") return all.filter((name) => !name.startsWith("_"));
  const expression = new RegExp(`^${pattern.split("*").map((part) => part.replace(/[^\w]/g, "\\$&").replaceAll("\\?", ".")).join(".*")}$`);
  return all.filter((name) => expression.test(name));
}
