export type ThemeName = "light" | "dark";

/** The values of custom properties in style sheets, by name, as written. */
export function readTokens(css: string): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const match of css.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)) tokens.set(match[1] ?? "", (match[2] ?? "").trim());
  return tokens;
}

/**
 * The colour of a token in one theme, as #rrggbb, through `var()` and `light-dark()`.
 * @throws Error when the token is missing or is no opaque colour
 */
export function colourOf(tokens: ReadonlyMap<string, string>, name: string, theme: ThemeName): string {
  let value = tokens.get(name);
  for (let depth = 0; value !== undefined && depth < 8; depth++) {
    const pair = /^light-dark\((.+),\s*([^,]+)\)$/.exec(value);
    const reference = /^var\(--([a-z0-9-]+)\)$/.exec(value);
    if (/^#[0-9a-f]{6}$/.test(value)) return value;
    if (pair !== null) value = pair[theme === "light" ? 1 : 2]?.trim();
    else if (reference !== null) value = tokens.get(reference[1] ?? "");
    else break;
  }
  throw new Error(`--${name} is no opaque colour: ${String(value)}`);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
