"use server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { signOut } from "#lib/identity/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { sessionCookieName } from "./auth-options.ts";
import { globalContext } from "./session.ts";

/** Ends the session on the server, then takes the cookie back. Who has none already is simply led to sign-in. */
export async function signOutAction(): Promise<void> {
  const context = await globalContext();
  if (context.caller !== null) await signOut(context, {});
  const secure = runtime().baseUrl.startsWith("https://");
  // Deleted with the attributes it was set with: browsers refuse to touch a __Host- cookie otherwise.
  (await cookies()).set(sessionCookieName(secure), "", { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: 0 });
  redirect("/sign-in");
}
