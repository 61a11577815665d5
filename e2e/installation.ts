import { readFileSync } from "node:fs";
import path from "node:path";

/** Where the installation under test listens and keeps its data; apart from a developer's own. */
export const PORT = 34_127;
export const BASE_URL = `http://127.0.0.1:${PORT}`;
export const DATA_DIRECTORY = path.resolve("test-results/installation");
export const STATE_FILE = path.join(DATA_DIRECTORY, "demo-logins.json");

export type DemoLogin = { name: string; email: string; role: string; password: string };

/** Who acts in a journey, by first name as the demo tells the story. */
export type Person = "mara" | "ines" | "priya" | "jonas" | "tomas" | "hanna" | "oskar" | "ruth";
export const PERSON_OF_ROLE: Readonly<Record<string, Person>> = {
  admin: "mara",
  compliance_manager: "ines",
  security_analyst: "priya",
  control_owner: "hanna",
  employee: "oskar",
  auditor: "ruth",
};

/** The logins that the installation printed at its start. */
export function demoLogins(): DemoLogin[] {
  const content: unknown = JSON.parse(readFileSync(STATE_FILE, "utf8"));
  return (content as { logins: DemoLogin[] }).logins;
}

/** @throws Error when the demo organization has nobody of that name */
export function loginOf(person: Person): DemoLogin {
  const login = demoLogins().find((candidate) => candidate.email.startsWith(`${person}.`));
  if (login === undefined) throw new Error(`nobody in the demo organization is called ${person}`);
  return login;
}

/** The file with a person's cookies, written once before all tests: signing in is slow by design. */
export function signedIn(person: Person): string {
  return path.resolve("test-results/signed-in", `${person}.json`);
}
