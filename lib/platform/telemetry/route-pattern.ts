import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const manifestSchema = z.object({
  staticRoutes: z.array(z.object({ page: z.string() })),
  dynamicRoutes: z.array(z.object({ page: z.string(), regex: z.string() })),
});

export type RoutePatterns = (pathname: string) => string;

/** Addresses that no route has are one label: a scanner's guesses must not become thousands. */
const OTHER = "other";

/** Names the route of an address by its pattern, such as /[org]/alerts, from the manifest text that Next's build wrote. */
export function routePatterns(manifest: string): RoutePatterns {
  const { staticRoutes, dynamicRoutes } = manifestSchema.parse(JSON.parse(manifest));
  const fixed = new Set(staticRoutes.map(({ page }) => page));
  const patterns = dynamicRoutes.map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  return (pathname) => {
    const clean = pathname.length > 1 ? pathname.replace(/\/+$/, "") : pathname;
    if (clean.startsWith("/_next/")) return "/_next";
    if (fixed.has(clean)) return clean;
    return patterns.find(({ regex }) => regex.test(clean))?.page ?? OTHER;
  };
}

/** The patterns of the built interface; while pages are served from sources there is no manifest, and one label is all. */
export function builtRoutePatterns(): RoutePatterns {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), ".next", "routes-manifest.json");
  try {
    return routePatterns(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return () => OTHER;
    throw error;
  }
}
