import manifest from "../../package.json" with { type: "json" };

/** The version of this Tickmark, as packages are numbered: 0.1.0. */
export function version(): string {
  return manifest.version;
}
