import { readFileSync } from "node:fs";
import path from "node:path";

/** Where the installation under test listens and keeps its data; apart from a developer's own. */
export const PORT = 34_127;
export const BASE_URL = `http://127.0.0.1:${PORT}`;
export const DATA_DIRECTORY = path.resolve("test-results/installation");
export const STATE_FILE = path.join(DATA_DIRECTORY, "demo-logins.json");

export type DemoLogin = { name: string; email: string; role: string; password: string };

/** The logins that the installation printed at its start. */
export function demoLogins(): DemoLogin[] {
  const content: unknown = JSON.parse(readFileSync(STATE_FILE, "utf8"));
  return (content as { logins: DemoLogin[] }).logins;
}

/** The login of the first demo person with a role. */
export function loginOf(role: string): DemoLogin {
  const login = demoLogins().find((candidate) => candidate.role === role);
  if (login === undefined) throw new Error(`the demo organization has nobody with the role ${role}`);
  return login;
}
