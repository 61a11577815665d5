import { describe, expect, it } from "vitest";
import { proseBlocks } from "./prose-blocks.ts";

describe("prose of controls", () => {
  it("reads paragraphs and lists, and joins broken lines", () => {
    expect(proseBlocks("One\ntwo.\n\n- a\n- b\n  goes on\n\n1. first\n2. second")).toEqual([
      { kind: "paragraph", inlines: [{ kind: "text", text: "One two." }] },
      { kind: "list", ordered: false, items: [[{ kind: "text", text: "a" }], [{ kind: "text", text: "b" }, { kind: "text", text: " " }, { kind: "text", text: "goes on" }]] },
      { kind: "list", ordered: true, items: [[{ kind: "text", text: "first" }], [{ kind: "text", text: "second" }]] },
    ]);
  });

  it("links web addresses only, and keeps the words of all others", () => {
    const [block] = proseBlocks("See [a](https://x.example/) and [matrix](../log-matrix.yaml), not [b](javascript:alert(1)) or <script>.");
    expect(block).toMatchObject({ inlines: [{ text: "See " }, { kind: "link", href: "https://x.example/" }, { text: " and " }, { kind: "text", text: "matrix" }, { text: ", not " }, { kind: "text", text: "b" }, { text: ") or <script>." }] });
  });

  it("says nothing of nothing", () => {
    expect(proseBlocks(" \n\n")).toEqual([]);
  });
});
