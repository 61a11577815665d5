"use server";
import { cookies } from "next/headers";
import { KEYS_COOKIE, NEWS_COOKIE, NEWS_MAX_LENGTH, PREFERENCE_MAX_AGE_SECONDS, SIDEBAR_COOKIE, THEME_COOKIE, themeOf } from "./chrome-cookies.ts";

const COOKIE = { path: "/", maxAge: PREFERENCE_MAX_AGE_SECONDS, sameSite: "lax", httpOnly: true } as const;

/** Keeps the theme; what is not a theme becomes the system's. Anyone may choose, signed in or not. */
export async function setTheme(form: FormData): Promise<void> {
  const value = form.get("theme");
  (await cookies()).set(THEME_COOKIE, themeOf(typeof value === "string" ? value : undefined), COOKIE);
}

/** Keeps whether the sidebar is narrow. */
export async function setSidebar(form: FormData): Promise<void> {
  (await cookies()).set(SIDEBAR_COOKIE, form.get("sidebar") === "narrow" ? "narrow" : "wide", COOKIE);
}

/** Keeps whether single keys act. */
export async function setKeys(form: FormData): Promise<void> {
  (await cookies()).set(KEYS_COOKIE, form.get("keys") === "off" ? "off" : "on", COOKIE);
}

/** Keeps which news was seen. */
export async function setNews(form: FormData): Promise<void> {
  const news = form.get("news");
  (await cookies()).set(NEWS_COOKIE, typeof news === "string" ? news.slice(0, NEWS_MAX_LENGTH) : "", COOKIE);
}
