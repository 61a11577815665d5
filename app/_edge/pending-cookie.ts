import { cookies } from "next/headers";
import { readPendingSignIn } from "#lib/identity/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { globalContext } from "./session.ts";

// What a browser carries between the two steps of a sign-in. Scripts cannot read it; it opens nothing by itself.

function attributes(): { name: string; options: { httpOnly: true; sameSite: "strict"; path: "/"; secure: boolean } } {
  const secure = runtime().baseUrl.startsWith("https://");
  return { name: `${secure ? "__Host-" : ""}tickmark.pending`, options: { httpOnly: true, sameSite: "strict", path: "/", secure } };
}

/** Gives the browser the token of a sign-in whose second step is due. */
export async function keepPendingToken(token: string, expires: Date): Promise<void> {
  const { name, options } = attributes();
  (await cookies()).set(name, token, { ...options, expires });
}

export async function dropPendingToken(): Promise<void> {
  const { name, options } = attributes();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

export async function pendingToken(): Promise<string | null> {
  return (await cookies()).get(attributes().name)?.value ?? null;
}

/** Whose sign-in this browser is in the middle of; null when there is none, or it has ended. */
export async function pendingSignIn(): Promise<{ email: string } | null> {
  const token = await pendingToken();
  if (token === null || !/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  return readPendingSignIn(await globalContext(), { pendingToken: token });
}
