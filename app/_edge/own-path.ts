const LONGEST = 2000;

/**
 * The path to go to after sign-in: `next` when it is a path of this site, else "/".
 * Refuses what a browser would read as another site: `//host`, `/\host`, `https:…`, and control characters,
 * which browsers drop before they parse.
 */
export function ownPath(next: unknown): string {
  if (typeof next !== "string" || next.length > LONGEST) return "/";
  if (!/^\/(?![/\\])/.test(next) || /[\u0000-\u001f\u007f\\]/.test(next)) return "/";
  const base = "http://own.invalid";
  if (!URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  // A path may still turn into another site when its dots are resolved: `/.//host`.
  if (url.origin !== base || url.pathname.startsWith("//") || isSignIn(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}

function isSignIn(pathname: string): boolean {
  return pathname === "/sign-in" || pathname.startsWith("/sign-in/") || pathname.startsWith("/api/");
}

/** Where a person who is not signed in goes, to come back to `path` afterwards. */
export function signInPath(path: string): string {
  const next = ownPath(path);
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** Where a person goes whose organization demands a second factor, to come back to `path` with one. */
export function factorSetUpPath(path: string): string {
  return `/account/second-factor?next=${encodeURIComponent(ownPath(path))}`;
}

/** Where a person signs in through their organization's own provider, to come back to `path` afterwards. */
export function companySignInPath(organization: string | null, path: string): string {
  const next = ownPath(path);
  const query = new URLSearchParams({ ...(organization === null ? {} : { organization }), ...(next === "/" ? {} : { next }) });
  return `/sign-in/company${query.size === 0 ? "" : `?${query.toString()}`}`;
}
