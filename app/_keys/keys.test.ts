import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { VERDICT_WORDS, VERDICTS } from "#lib/alerts/client.ts";
import { chordOf, followKeys, type KeyPress } from "./key-press.ts";
import { goShortcut, SHORTCUTS, type ShortcutName } from "./shortcut-list.ts";

const root = path.resolve(import.meta.dirname, "../..");
const names = Object.keys(SHORTCUTS) as ShortcutName[];
const sources = globSync("app/**/*.{ts,tsx}", { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file)).map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, ...held });

describe("the keyboard", () => {
  it("binds every shortcut of the list, and nothing that is not in it", () => {
    const bound = new Set(sources.flatMap(({ text }) => [...text.matchAll(/useShortcut\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "")));
    expect(names.filter((name) => !name.startsWith("go.") && !bound.has(name))).toEqual([]);
    expect([...bound].filter((name) => !(names as string[]).includes(name))).toEqual([]);
    const places = sources.map(({ text }) => text).join("\n");
    for (const name of names.filter((one) => one.startsWith("go."))) expect(places, name).toContain("goShortcut(");
  });

  it("is listened to in one place: others hear Escape and their own fields alone", () => {
    const listening = sources.filter(({ text }) => /addEventListener\("key/.test(text)).map(({ file }) => file);
    expect(listening.filter((file) => !/event\.key [!=]== "Escape"/.test(readFileSync(path.join(root, file), "utf8")))).toEqual(["app/_keys/use-shortcut.ts"]);
  });

  it("gives one key to two things only where they are never on one page", () => {
    const shared = names.filter((name) => names.some((other) => other !== name && SHORTCUTS[other].keys === SHORTCUTS[name].keys));
    expect(shared.map((name) => SHORTCUTS[name].group).sort()).toEqual(["Alerts", "Evidence review"]);
  });

  it("has a verdict's key say the verdict that stands at its place", () => {
    expect(VERDICTS.slice(0, 3).map((verdict) => VERDICT_WORDS[verdict].toLowerCase())).toEqual((["verdict.1", "verdict.2", "verdict.3"] as const).map((name) => SHORTCUTS[name].what.replace("Verdict: ", "")));
    expect(VERDICTS[3]).toBe("incident");
  });

  it("knows a chord with Ctrl or ⌘, and none with Alt", () => {
    expect([chordOf(press("k", { ctrlKey: true })), chordOf(press("K", { metaKey: true })), chordOf(press("Enter", { ctrlKey: true }))]).toEqual(["Mod+K", "Mod+K", "Mod+Enter"]);
    expect([chordOf(press("k")), chordOf(press("k", { ctrlKey: true, altKey: true }))]).toEqual([null, null]);
  });

  it("follows sequences, forgets a beginning that is too old, and takes the place of a key where the layout is not Latin", () => {
    const keys = followKeys(new Set(["g"]));
    expect([keys.press(press("j"), 0), keys.press(press("g"), 10), keys.press(press("c"), 400)]).toEqual(["j", null, "g c"]);
    expect([keys.press(press("g"), 1000), keys.press(press("c"), 5000)]).toEqual([null, "c"]);
    expect(keys.press(press("о", { code: "KeyJ" }), 6000)).toBe("j");
    expect([keys.press(press("g"), 7000), keys.forget(), keys.press(press("c"), 7100)]).toEqual([null, undefined, "c"]);
    expect(goShortcut("controls")).toBe("go.controls");
    expect(goShortcut("nowhere")).toBeUndefined();
  });
});
