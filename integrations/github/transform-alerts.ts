import { z } from "zod";
import { joinTransformed, readItems, severityOf, type Answer, type Row, type Transformed } from "#lib/connector/index.ts";
import { instant, personOf, user } from "./schema.ts";

const dismissal = { dismissed_at: instant.nullish(), dismissed_by: user.optional(), dismissed_reason: z.string().nullish(), dismissed_comment: z.string().nullish() };
const reasonSaid = (one: { dismissed_reason?: string | null | undefined; dismissed_comment?: string | null | undefined }): string | null => [one.dismissed_reason, one.dismissed_comment].filter((part) => part != null && part !== "").join(": ") || null;

const dependabot = z.object({
  number: z.number(), html_url: z.string(), state: z.enum(["auto_dismissed", "dismissed", "fixed", "open"]), created_at: instant, fixed_at: instant.nullable(), ...dismissal,
  dependency: z.object({ package: z.object({ ecosystem: z.string(), name: z.string() }), manifest_path: z.string().optional() }),
  security_advisory: z.object({ ghsa_id: z.string(), cve_id: z.string().nullable(), summary: z.string(), severity: z.string(), cvss: z.object({ score: z.number().nullable() }).nullish() }),
  security_vulnerability: z.object({ severity: z.string(), first_patched_version: z.object({ identifier: z.string() }).nullable() }),
});

/** Alerts of Dependabot. */
export function dependabotOf({ body, scope }: Answer): Transformed {
  const resource = scope ?? "";
  return readItems(body, dependabot, "", (one): Row[] => {
    const { security_advisory: advisory, security_vulnerability: weakness, dependency } = one;
    const fixed = weakness.first_patched_version?.identifier ?? null;
    return [{
      kind: "vulnerability", externalId: `${resource}:dependabot:${one.number}`, scope, url: one.html_url, identifiers: [advisory.ghsa_id, ...(advisory.cve_id === null ? [] : [advisory.cve_id])], title: advisory.summary,
      // Zero is how GitHub writes "not scored".
      severity: severityOf(weakness.severity), score: advisory.cvss?.score || null, state: one.state === "auto_dismissed" ? "dismissed" : one.state, status: one.state,
      resource, component: `${dependency.package.ecosystem}:${dependency.package.name}${dependency.manifest_path === undefined ? "" : ` in ${dependency.manifest_path}`}`,
      installedVersion: null, fixedVersion: fixed, fixAvailable: fixed !== null, firstSeenAt: one.created_at, lastSeenAt: null, fixedAt: one.fixed_at,
      dismissedBy: personOf(one.dismissed_by), dismissedReason: one.state === "auto_dismissed" ? "dismissed by a rule" : reasonSaid(one), recommendation: fixed === null ? null : `Update ${dependency.package.name} to ${fixed}.`,
    }];
  });
}

const codeAlert = z.object({
  number: z.number(), html_url: z.string(), state: z.enum(["open", "dismissed", "fixed"]), created_at: instant, fixed_at: instant.nullish(), ...dismissal,
  rule: z.object({ id: z.string().nullish(), name: z.string().optional(), description: z.string().optional(), severity: z.string().nullish(), security_severity_level: z.string().nullish(), tags: z.array(z.string()).nullish() }),
  tool: z.object({ name: z.string() }), most_recent_instance: z.object({ location: z.object({ path: z.string().optional(), start_line: z.number().optional() }).optional() }),
});
const analysis = z.object({ id: z.number(), created_at: instant, error: z.string(), category: z.string().optional(), tool: z.object({ name: z.string() }), commit_sha: z.string(), results_count: z.number() });

/** Alerts of code scanning, and from the list of analyses which tool reached the repository last when. */
export function codeScanningOf(answer: Answer): Transformed {
  return answer.operation.endsWith("/analyses") ? analysesOf(answer) : codeAlertsOf(answer);
}

function codeAlertsOf({ body, scope }: Answer): Transformed {
  const resource = scope ?? "";
  return readItems(body, codeAlert, "", (one): Row[] => {
    const { path, start_line: line } = one.most_recent_instance.location ?? {};
    const cwes = (one.rule.tags ?? []).map((tag) => /cwe-0*(\d+)$/i.exec(tag)?.[1]).filter((number) => number !== undefined).map((number) => `CWE-${number}`);
    return [{
      kind: "vulnerability", externalId: `${resource}:code-scanning:${one.number}`, scope, url: one.html_url, identifiers: [one.rule.id ?? one.rule.name ?? "unnamed rule", ...cwes], title: one.rule.description ?? one.rule.name ?? "Code scanning alert",
      severity: severityOf(one.rule.security_severity_level ?? one.rule.severity), score: null, state: one.state, status: one.state, resource, component: path === undefined ? null : line === undefined ? path : `${path}:${line}`,
      installedVersion: null, fixedVersion: null, fixAvailable: null, firstSeenAt: one.created_at, lastSeenAt: null, fixedAt: one.fixed_at ?? null,
      dismissedBy: personOf(one.dismissed_by), dismissedReason: reasonSaid(one), recommendation: null,
    }];
  });
}

/** The newest analysis of each tool and category stands for it; the list comes newest first. */
function analysesOf({ body, scope }: Answer): Transformed {
  const resource = scope ?? "";
  const seen = new Set<string>();
  return joinTransformed([readItems(body, analysis, "", (one): Row[] => {
    const externalId = `${resource}:${one.tool.name}:${one.category ?? ""}`;
    if (seen.has(externalId)) return [];
    seen.add(externalId);
    const failed = one.error !== "";
    return [{ kind: "coverage", externalId, scope, url: null, via: "scanner", by: one.tool.name, resource, state: failed ? "not_covered" : "covered", status: failed ? "failed" : "analysed", reason: failed ? one.error : `${one.results_count} results at commit ${one.commit_sha}`, lastSeenAt: one.created_at }];
  })]);
}

const secretAlert = z.object({
  number: z.number(), html_url: z.string(), state: z.enum(["open", "resolved"]), resolution: z.string().nullish(), created_at: instant, resolved_at: instant.nullish(), resolved_by: user.optional(),
  secret_type: z.string(), secret_type_display_name: z.string().optional(), validity: z.string().optional(),
});

/** Alerts of secret scanning. Only a revoked secret is a mended one. */
export function secretScanningOf({ body, scope }: Answer): Transformed {
  const resource = scope ?? "";
  return readItems(body, secretAlert, "", (one): Row[] => {
    const revoked = one.resolution === "revoked";
    return [{
      kind: "vulnerability", externalId: `${resource}:secret-scanning:${one.number}`, scope, url: one.html_url, identifiers: [one.secret_type], title: one.secret_type_display_name ?? one.secret_type,
      severity: severityOf(null), score: null, state: one.state === "open" ? "open" : revoked ? "fixed" : "dismissed", status: [one.state, one.resolution, one.validity].filter((part) => part != null).join(", "),
      resource, component: null, installedVersion: null, fixedVersion: null, fixAvailable: null, firstSeenAt: one.created_at, lastSeenAt: null, fixedAt: revoked ? one.resolved_at ?? null : null,
      dismissedBy: revoked ? null : personOf(one.resolved_by), dismissedReason: revoked ? null : one.resolution ?? null, recommendation: one.state === "open" ? "Revoke the secret, then close the alert as revoked." : null,
    }];
  });
}
