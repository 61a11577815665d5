import { describe, expect, it } from "vitest";
import { previewKind } from "./preview-kind.ts";
import type { PreviewTicket } from "./preview-link.ts";
import { renderPreview } from "./render-preview.ts";

const shown = (kind: PreviewTicket["kind"], content: string, fileName = "file.txt") => {
  const bytes = Buffer.from(content);
  const ticket: PreviewTicket = { organizationId: "org_1", sha256: "0".repeat(64), fileName, mediaType: "text/plain", byteLength: bytes.length, kind, until: 0 };
  return renderPreview({ ticket, bytes: async function* () { for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000); } });
};

describe("how a file is shown", () => {
  it("is decided by its content; its name tells kinds of text apart and nothing more", () => {
    expect([previewKind("text/plain", "hosts.csv"), previewKind("text/plain", "a.log"), previewKind("application/json", "a"), previewKind("image/svg+xml", "a.png"), previewKind("text/html", "a.csv"), previewKind("application/pdf", "a.txt"), previewKind("application/zip", "a.pdf")]).toEqual(["csv", "text", "json", "text", "text", "pdf", null]);
  });

  it("leaves nothing of the file that a browser would run, whatever it holds", async () => {
    const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(1)> & '`;
    for (const kind of ["text", "json", "csv"] as const) {
      const html = await shown(kind, kind === "csv" ? `a,b\n${hostile.replaceAll(",", "")},2\n` : hostile, `${hostile}.csv`);
      expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&)/);
      expect(html).toContain("&#60;script&#62;");
    }
  });

  it("tells how much of it is shown: rows, columns, bytes", async () => {
    expect(await shown("csv", `name,zone\n${"web,eu\n".repeat(1_500)}`)).toContain("The first 1,000 of 1,501 rows.");
    expect(await shown("csv", Array.from({ length: 70 }, (_, column) => `c${column}`).join(","))).toContain("The first 60 columns.");
    expect(await shown("text", "line\n".repeat(200_000))).toContain("The first 512 KiB of 977 KiB.");
    expect(await shown("json", '{"a":[1,2]}')).toContain("{\n  &#34;a&#34;: [\n    1,");
    expect(await shown("json", '{"a":1}\n{"a":2}\n')).toContain("{&#34;a&#34;:1}\n{&#34;a&#34;:2}");
  });

  it("takes the focus, so that a frame without links is scrolled by keyboard", async () => {
    for (const kind of ["text", "json", "csv"] as const) expect(await shown(kind, "a,b\n1,2\n")).toContain('<body tabindex="0">');
  });

  it("says so in words when a table cannot be read, and shows its text", async () => {
    const html = await shown("csv", 'a,b\n"never closed,1\n');
    expect(html).toMatch(/quotation marks that do not close/);
    expect(html).toContain("&#34;never closed");
    expect(await shown("xlsx", "PK\u0003\u0004no workbook")).toContain("<p>The file is damaged, or was cut off on its way.</p>");
  });
});
