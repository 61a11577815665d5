import { readFileSync } from "node:fs";
import * as radix from "@radix-ui/colors";
import { describe, expect, it } from "vitest";
import { colourOf, contrast, readTokens, type ThemeName } from "./contrast.testing.ts";

const styles = (file: string) => readFileSync(new URL(`styles/${file}`, import.meta.url), "utf8");
const tokens = readTokens(styles("scales.css") + styles("roles.css"));
const themes: readonly ThemeName[] = ["light", "dark"];
const tones = ["positive", "caution", "critical", "info", "fault", "inert"] as const;
const grounds = ["surface", "surface-sunken", "surface-raised"] as const;

const TEXT = 4.5;
const GRAPHIC = 3;

/** Foreground, ground, least contrast. The table of the interface rules, recomputed. */
const pairs: readonly (readonly [string, string, number])[] = [
  ...["text", "text-muted", "accent"].flatMap((ink) => [...grounds, "hover", "selected"].map((ground) => [ink, ground, TEXT] as const)),
  ...["text", "text-muted"].map((ink) => [ink, "pressed", TEXT] as const),
  ...tones.flatMap((tone) => [
    [`${tone}-text`, `${tone}-tint`, TEXT] as const,
    [tone, `${tone}-tint`, GRAPHIC] as const,
    ...grounds.map((ground) => [tone, ground, GRAPHIC] as const),
    [tone, "hover", GRAPHIC] as const,
    [tone, "selected", GRAPHIC] as const,
  ]),
  ["critical", "surface", TEXT],
  ["critical", "surface-raised", TEXT],
  ["critical", "critical-tint", TEXT],
  ["surface", "critical", TEXT],
  ["on-accent", "accent-solid", TEXT],
  ["on-accent", "accent-solid-hover", TEXT],
  ["text", "mark", TEXT],
  ["accent-line", "surface", GRAPHIC],
  ["proven", "surface", GRAPHIC],
  ["ink", "surface", GRAPHIC],
  ...grounds.flatMap((ground) => [["line-control", ground, GRAPHIC] as const, ["ring", ground, GRAPHIC] as const]),
  ["ring", "hover", GRAPHIC],
  ["ring", "selected", GRAPHIC],
];

describe("the colour tokens", () => {
  it("are the published scales, step for step, in both themes", () => {
    const scales: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...radix };
    for (const hue of ["slate", "indigo", "green", "amber", "red", "blue", "violet"]) {
      for (let step = 1; step <= 12; step++) {
        expect(colourOf(tokens, `${hue}-${step}`, "light")).toBe(scales[hue]?.[`${hue}${step}`]);
        expect(colourOf(tokens, `${hue}-${step}`, "dark")).toBe(scales[`${hue}Dark`]?.[`${hue}${step}`]);
      }
    }
  });

  it.each(themes)("reach WCAG AA in %s: 4.5 for text, 3 for outlines, signs and the focus ring", (theme) => {
    const short = pairs
      .map(([ink, ground, least]) => ({ ink, ground, least, ratio: contrast(colourOf(tokens, ink, theme), colourOf(tokens, ground, theme)) }))
      .filter(({ ratio, least }) => ratio < least);
    expect(short).toEqual([]);
  });

  it("find the pairs that the rules refuse too weak, so the measure itself is right", () => {
    const ratio = (ink: string, ground: string, theme: ThemeName) => contrast(colourOf(tokens, ink, theme), colourOf(tokens, ground, theme));
    expect(ratio("amber-11", "slate-1", "light")).toBeCloseTo(4.497, 2);
    expect(ratio("green-11", "green-3", "light")).toBeCloseTo(4.21, 2);
    expect(ratio("slate-9", "slate-3", "light")).toBeCloseTo(2.9, 2);
    expect(ratio("slate-12", "slate-12", "dark")).toBe(1);
  });
});
