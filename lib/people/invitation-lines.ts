import type { Role } from "#prisma/generated/enums.ts";
import { ROLE_ORDER, ROLE_WORDS } from "./roles.ts";

/** One person of a pasted list. `line` counts from 1, as an editor does. */
export type InvitationLine = { line: number; text: string; email: string; name: string; role: Role; problem: string | null };

const ROLE_BY_WORD: ReadonlyMap<string, Role> = new Map(
  ROLE_ORDER.flatMap((role): [string, Role][] => [[plain(role), role], [plain(ROLE_WORDS[role].label), role]]).concat([["admin", "admin"]]),
);

/**
 * Reads a list as people paste it, one person a line: `ruth@calder.example`, `Ruth Adeyemi <ruth@calder.example>`,
 * `Ruth Adeyemi, ruth@calder.example, Control owner`; commas, semicolons and tabs part alike. Empty lines are passed over.
 *
 * @param role what a line without a role of its own means
 */
export function readInvitationLines(text: string, role: Role): InvitationLine[] {
  const seen = new Map<string, number>();
  return text.split(/\r\n|\r|\n/).flatMap((raw, index) => {
    const line = raw.trim();
    if (line === "") return [];
    const read = { line: index + 1, text: line, ...readLine(line, role) };
    const before = seen.get(read.email);
    if (read.email !== "" && before === undefined) seen.set(read.email, read.line);
    return [before === undefined || read.problem !== null ? read : { ...read, problem: `This address stands in line ${before} already.` }];
  });
}

function readLine(line: string, role: Role): Omit<InvitationLine, "line" | "text"> {
  const [address, second] = line.split(/[\s<>,;"'()]+/).filter(isAddress);
  const email = address?.toLowerCase() ?? "";
  const others = (address === undefined ? line : line.replace(address, "\t")).split(/[,;\t<>]/).map((part) => part.trim().replace(/^"(.*)"$/, "$1").trim()).filter((part) => part !== "");
  if (email === "") return { email, name: "", role, problem: "There is no e-mail address in this line." };
  if (second !== undefined) return { email, name: "", role, problem: "There is more than one address in this line." };
  const roleParts = others.filter((part) => ROLE_BY_WORD.has(plain(part)));
  const nameParts = others.filter((part) => !ROLE_BY_WORD.has(plain(part)));
  const found = { email, name: nameParts[0] ?? "", role: ROLE_BY_WORD.get(plain(roleParts[0] ?? "")) ?? role };
  if (nameParts.length > 1) return { ...found, problem: `“${nameParts[1]}” is no role: ${ROLE_ORDER.map((one) => ROLE_WORDS[one].label).join(", ")}.` };
  if (roleParts.length > 1) return { ...found, problem: "There is more than one role in this line." };
  return { ...found, problem: null };
}

/** Something on both sides of one @. The act itself checks the address wholly. */
function isAddress(word: string): boolean {
  const at = word.indexOf("@");
  return at > 0 && at < word.length - 1 && at === word.lastIndexOf("@");
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, " ").trim();
}
