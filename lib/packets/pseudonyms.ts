import { createHmac } from "node:crypto";
import type { Role } from "#prisma/generated/enums.ts";

/** How a packet tells people: by name, or by role and pseudonym. */
export const PEOPLE_MODES = ["named", "pseudonyms"] as const;
export type PeopleMode = (typeof PEOPLE_MODES)[number];

/** Somebody whom a packet could name: a member, also a former one, somebody who was invited, an owner who is no member yet. */
export type Person = { id: string; name: string; email: string; role: Role | null };

/** How one person is told in one packet. */
export type Pseudonym = { name: string; email: string; pseudonym: string };

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  admin: "Administrator", compliance_manager: "Compliance manager", security_analyst: "Security analyst", control_owner: "Control owner", employee: "Employee", auditor: "Auditor",
};

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/**
 * The same person has the same pseudonym in all packets of one engagement, or in one packet that is made for none, and another one
 * anywhere else. Without the organization's key nobody can compute it from a name, nor try names out.
 */
export function pseudonymsOf(people: readonly Person[], key: Uint8Array, scope: string): Pseudonym[] {
  return people.map(({ id, name, email, role }) => {
    const mark = createHmac("sha256", key).update(`${scope}\n${id}`).digest();
    const code = [...mark.subarray(0, 8)].map((byte) => ALPHABET[byte % 32]).join("");
    return { name, email, pseudonym: `${role === null ? "Person" : ROLE_WORDS[role]} ${code}` };
  });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What stands for a name in a text: its parts in their order, whatever parts them, composed or decomposed. */
function patternOf({ name, email }: Pseudonym): string {
  const forms = new Set([name.normalize("NFC"), name.normalize("NFD")]);
  const names = [...forms].map((form) => form.trim().split(/\s+/).map(escaped).join("[\\s._\\-\\u00a0]+"));
  return [escaped(email), ...names].join("|");
}

/** Finds people in texts and tells them by their pseudonyms. A given name alone is nobody's. */
export class NameSearch {
  readonly #people: readonly Pseudonym[];
  readonly #pattern: RegExp | null;

  constructor(people: readonly Pseudonym[]) {
    // Longer ones first: an address holds a name, and a name may begin another.
    this.#people = people.filter((one) => one.name.trim().length > 1).toSorted((one, other) => other.name.length - one.name.length || (one.name < other.name ? -1 : 1));
    const groups = this.#people.map((one) => `(${patternOf(one)})`).join("|");
    this.#pattern = this.#people.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${groups})(?![\\p{L}\\p{N}])`, "giu");
  }

  has(text: string): boolean {
    return this.#pattern !== null && text.search(this.#pattern) !== -1;
  }

  replace(text: string): string {
    if (this.#pattern === null) return text;
    return text.replace(this.#pattern, (...found: unknown[]) => {
      const index = this.#people.findIndex((_, at) => found[at + 1] !== undefined);
      return this.#people[index]?.pseudonym ?? "";
    });
  }

  /** The same value with every text in it told so; instants and numbers stay. */
  everywhere<Value>(value: Value): Value {
    return this.#walk(value) as Value;
  }

  #walk(value: unknown): unknown {
    if (typeof value === "string") return this.replace(value);
    if (value === null || typeof value !== "object" || value instanceof Date) return value;
    if (Array.isArray(value)) return value.map((item) => this.#walk(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#walk(item)]));
  }
}
