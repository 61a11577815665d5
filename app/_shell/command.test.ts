import { describe, expect, it } from "vitest";
import { COMMON_COMMANDS, matchingCommands, type Command } from "./command.ts";

const packet: Command = { id: "p", label: "New packet", icon: "packets", also: "create sealed report", href: "/p" };
const packets: Command = { id: "ps", label: "Packets", icon: "packets", href: "/ps" };
const names = (text: string): string[] => matchingCommands([packet, packets], text).map(({ label }) => label);

describe("commands", () => {
  it("are all offered while nothing is asked, and none to signs that no word holds", () => {
    expect(names("  ")).toEqual(["New packet", "Packets"]);
    expect(names("…?!")).toEqual([]);
  });

  it("are found by beginnings of words in any order, also of other words for them; a name that begins so comes first", () => {
    expect(names("pack")).toEqual(["Packets", "New packet"]);
    expect(names("PACK new")).toEqual(["New packet"]);
    expect(names("creat rep")).toEqual(["New packet"]);
    expect(names("acket")).toEqual([]);
    expect(matchingCommands(COMMON_COMMANDS, "log out").map(({ id }) => id)).toEqual(["sign-out"]);
  });

  it("each have a name of their own", () => {
    expect(new Set(COMMON_COMMANDS.map(({ id }) => id)).size).toBe(COMMON_COMMANDS.length);
  });
});
