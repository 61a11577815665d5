import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const sources = (pattern: string) => globSync(pattern, { cwd: root }).map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));

describe("the design system's house rules", () => {
  it("no page carries a style attribute: the content security policy would refuse it", () => {
    const guilty = sources("**/*.tsx").filter(({ text }) => /\sstyle=[{"]/.test(text));
    expect(guilty.map(({ file }) => file)).toEqual([]);
  });

  it("colours are written in the token files alone", () => {
    const written = /#[0-9a-fA-F]{6}\b|\brgba?\(|\bhsla?\(|\boklch\(/;
    const guilty = sources("**/*.{css,tsx}").filter(({ file, text }) => !/_ui\/styles\/(scales|roles)\.css$/.test(file) && written.test(text));
    expect(guilty.map(({ file }) => file)).toEqual([]);
  });

  it("what covers a row is held in by the row: a link that covers more takes the clicks of all others", () => {
    const covers = sources("**/*.css").flatMap(({ file, text }) => [...text.matchAll(/^([^\n{}]+)::(?:after|before) \{[^}]*position: absolute; inset: 0/gm)].map((match) => ({ file, text, selector: match[1]! })));
    expect(covers.length).toBeGreaterThan(1);
    const guilty = covers.filter(({ text, selector }) => {
      const [row, link] = selector.trim().split(" ");
      return link === undefined || !text.includes(`\n${row} { position: relative;`);
    });
    expect(guilty.map(({ file, selector }) => `${file}: ${selector}`)).toEqual([]);
  });

  it("the component list names every component file", () => {
    const list = readFileSync(path.join(root, "_ui/README.md"), "utf8");
    const components = sources("_ui/*.tsx").flatMap(({ text }) => [...text.matchAll(/^export (?:default )?function ([A-Z]\w+)/gm)].map((match) => match[1] ?? ""));
    const internal = ["TableHead", "TableBody", "TablePager", "TableKeys", "SelectAll", "CoverageLane", "HatchPattern", "UploadRow", "Field", "FieldError"];
    expect(components.filter((name) => !internal.includes(name) && !list.includes(`\`${name}\``) && !list.includes(`\`${name}(`))).toEqual([]);
  });
});
