import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { collisionKey, NameAllocator, safeFileName } from "./safe-names.ts";
import { unsafePath } from "./verify/entry-paths.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.array(fc.constantFrom("..", "/", "\\", "CON", ".", " ", "é", "e\u0301", "😀", "\u202e", "\u0000", "a", ":", "-", "%0A", "\ud800"), { maxLength: 40 }).map((parts) => parts.join("")),
);

// Property tests and child processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("safe file names", () => {
  it.each([
    ["../../etc/passwd", "etc_passwd"], ["C:\\Windows\\x.dll", "C_Windows_x.dll"], ["CON", "_CON"], ["__x__", "x"], ["nul.txt", "_nul.txt"], ["com1.log", "_com1.log"],
    ["report\u202Efdp.exe", "report_fdp.exe"], ["😀😀", "unnamed"], ["", "unnamed"], ["...", "unnamed"], ["-rf", "rf"], [".bashrc", "bashrc"],
    ["Cafe\u0301.txt", "Café.txt"], ["trailing. ", "trailing"], ["a\nb\rc%d.txt", "a_b_c_d.txt"], ["Bericht für Größe.pdf", "Bericht_für_Größe.pdf"], ["日本語.csv", "日本語.csv"],
  ])("%j becomes %j", (name, safe) => expect(safeFileName(name)).toBe(safe));

  it("keeps the extension of a name of 300 characters", () => {
    const safe = safeFileName(`${"ä".repeat(300)}.json`);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(96);
    expect(safe.endsWith("ä.json")).toBe(true);
  });

  it("gives any text a name that is safe everywhere, and leaves it alone the second time", () => {
    fc.assert(fc.property(hostile, (name) => {
      const safe = safeFileName(name);
      expect(safe).not.toBe("");
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(97);
      expect(unsafePath(`data/${safe}`)).toBeNull();
      expect(safe).not.toMatch(/[\p{Cc}\p{Cf}<>:"|?*\\/%\s]|^[.-]|[. ]$/u);
      expect(safe.normalize("NFC")).toBe(safe);
      expect(safeFileName(safe)).toBe(safe);
    }), { numRuns: 400 });
  });

  it("keeps all names apart where case and form fold", () => {
    fc.assert(fc.property(fc.array(hostile, { maxLength: 25 }), (names) => {
      const allocator = new NameAllocator();
      const keys = names.map((name) => collisionKey(allocator.take(name, [".meta.json"])));
      expect(new Set(keys).size).toBe(names.length);
    }), { numRuns: 100 });
  });

  it("leaves room for the companion of a file", () => {
    const allocator = new NameAllocator();
    expect([allocator.take("a.txt", [".meta.json"]), allocator.take("A.TXT.meta.json", [".meta.json"]), allocator.take("a.txt", [".meta.json"])])
      .toEqual(["a.txt", "A.TXT.meta-2.json", "a-2.txt"]);
  });
});
