/** Cookies of a person who signed in as the sign-in page does. @throws Error when it is refused */
export async function signIn(base: string, login: { email: string; password: string }): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (answer: Response): void => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
  };
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const first = await fetch(`${base}/api/auth/csrf`);
  keep(first);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const answer = await fetch(`${base}/api/auth/callback/credentials`, {
    method: "POST", redirect: "manual", headers: { cookie: cookie(), origin: base }, body: new URLSearchParams({ csrfToken, ...login, json: "true" }),
  });
  keep(answer);
  if (!answer.ok) throw new Error(`signing in was refused: ${answer.status}`);
  return cookie();
}
