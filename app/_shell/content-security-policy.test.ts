import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./content-security-policy.ts";

const built = contentSecurityPolicy({ nonce: "bm9uY2U", development: false, secure: false });

describe("the content security policy", () => {
  it("runs scripts by nonce alone, and lets nothing be framed, embedded or re-based", () => {
    expect(built).toContain("script-src 'self' 'nonce-bm9uY2U' 'strict-dynamic';");
    for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
      expect(built.split("; ")).toContain(directive);
    }
  });

  it("of a built site allows no evaluation, and of inline styles two: those with which React hides what it streams and a combobox its field", () => {
    const hidden = createHash("sha256").update("display:none").digest("base64");
    const field = createHash("sha256").update("clip-path:inset(50%);overflow:hidden;white-space:nowrap;border:0;padding:0;width:1px;height:1px;margin:0;position:fixed;top:0;left:0").digest("base64");
    expect(built).toContain(`style-src-attr 'unsafe-hashes' 'sha256-${hidden}' 'sha256-${field}';`);
    expect(built).toContain("style-src 'self' 'nonce-bm9uY2U';");
    expect(built.replace("'unsafe-hashes'", "")).not.toContain("unsafe");
    expect(contentSecurityPolicy({ nonce: "n", development: true, secure: false })).toContain("'unsafe-eval'");
  });

  it("asks for https only where the site is served so", () => {
    expect(built).not.toContain("upgrade-insecure-requests");
    expect(contentSecurityPolicy({ nonce: "n", development: false, secure: true })).toContain("upgrade-insecure-requests");
    expect(securityHeaders(false)).not.toHaveProperty("strict-transport-security");
    expect(securityHeaders(true)).toHaveProperty("strict-transport-security");
    expect(securityHeaders(false)["x-content-type-options"]).toBe("nosniff");
  });
});
