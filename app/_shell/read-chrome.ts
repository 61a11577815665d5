import { cookies } from "next/headers";
import { KEYS_COOKIE, NEWS_COOKIE, SIDEBAR_COOKIE, THEME_COOKIE, themeOf, type Theme } from "./chrome-cookies.ts";

export type Chrome = { theme: Theme; narrow: boolean; keys: boolean; news: string };

/** How this person wants the product to look, from cookies, so that the server draws it and nothing flashes. */
export async function readChrome(): Promise<Chrome> {
  const jar = await cookies();
  return {
    theme: themeOf(jar.get(THEME_COOKIE)?.value),
    narrow: jar.get(SIDEBAR_COOKIE)?.value === "narrow",
    keys: jar.get(KEYS_COOKIE)?.value !== "off",
    news: jar.get(NEWS_COOKIE)?.value ?? "",
  };
}
