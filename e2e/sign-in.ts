import { request, type APIRequestContext, type Page } from "@playwright/test";
import { BASE_URL, demoLogins, loginOf, signedIn, type Person } from "./installation.ts";

/**
 * Signs a person in as the page's script does, without a page. The session's cookie stays in the answer.
 * @throws Error when it is refused
 */
export async function openSession(person: Person, userAgent?: string): Promise<APIRequestContext> {
  const { email, password } = loginOf(person);
  const context = await request.newContext({ baseURL: BASE_URL, extraHTTPHeaders: { origin: BASE_URL }, ...(userAgent === undefined ? {} : { userAgent }) });
  const { csrfToken } = (await (await context.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await context.post("/api/auth/callback/credentials", { form: { csrfToken, email, password, json: "true" } });
  if (!answer.ok()) throw new Error(`${person} could not sign in: ${answer.status()}`);
  return context;
}

/** Writes every demo person's cookies for `test.use({ storageState })`. */
export async function keepSessions(): Promise<void> {
  for (const { email } of demoLogins()) {
    const person = email.split(".")[0] as Person;
    const context = await openSession(person);
    await context.storageState({ path: signedIn(person) });
    await context.dispose();
  }
}

/** Fills in the sign-in form and sends it. */
export async function signInByForm(page: Page, person: Person): Promise<void> {
  const { email, password } = loginOf(person);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
