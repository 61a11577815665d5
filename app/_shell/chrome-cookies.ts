const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "tickmark_theme";
export const SIDEBAR_COOKIE = "tickmark_sidebar";
/** `off` switches single-key shortcuts off (WCAG 2.1.4). */
export const KEYS_COOKIE = "tickmark_keys";

/** What of the news was seen: the key of the newest. */
export const NEWS_COOKIE = "tickmark_news";
export const NEWS_MAX_LENGTH = 60;

/** A year: a display preference, nothing that identifies anybody. */
export const PREFERENCE_MAX_AGE_SECONDS = 365 * 86_400;

/** The theme that a cookie names; anything else is the system's. */
export function themeOf(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
