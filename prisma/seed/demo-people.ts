import type { Role } from "#prisma/generated/enums.ts";

export const DEMO_ORGANIZATION = { name: "Fernhall Systems", slug: "fernhall", timeZone: "Europe/Dublin" } as const;
export const AUDIT_FIRM = "Calder Audit LLP";

export type DemoPersonKey = "mara" | "ines" | "priya" | "jonas" | "tomas" | "hanna" | "oskar" | "ruth";

/** The people of the demo, one or two per role. All invented; the addresses end in .example, which nobody can own (RFC 2606). */
export const DEMO_PEOPLE: readonly { key: DemoPersonKey; name: string; email: string; role: Role; teams: readonly string[] }[] = [
  { key: "mara", name: "Mara Fitzgerald", email: "mara.fitzgerald@fernhall.example", role: "admin", teams: [] },
  { key: "ines", name: "Ines Okafor", email: "ines.okafor@fernhall.example", role: "compliance_manager", teams: ["Security Compliance"] },
  { key: "priya", name: "Priya Raman", email: "priya.raman@fernhall.example", role: "security_analyst", teams: ["Security Operations"] },
  { key: "jonas", name: "Jonas Weber", email: "jonas.weber@fernhall.example", role: "security_analyst", teams: ["Security Operations"] },
  { key: "tomas", name: "Tomás Rivera", email: "tomas.rivera@fernhall.example", role: "control_owner", teams: ["Infrastructure"] },
  { key: "hanna", name: "Hanna Lindqvist", email: "hanna.lindqvist@fernhall.example", role: "control_owner", teams: ["Infrastructure", "Security Compliance"] },
  { key: "oskar", name: "Oskar Lind", email: "oskar.lind@fernhall.example", role: "employee", teams: [] },
  { key: "ruth", name: "Ruth Adeyemi", email: "ruth.adeyemi@calder.example", role: "auditor", teams: [] },
];

export const DEMO_TEAMS = ["Security Operations", "Infrastructure", "Security Compliance"] as const;

/** Who owns which request of the demo's controls, by the requests' keys. */
export const REQUEST_OWNERS: Readonly<Record<string, Readonly<Record<string, DemoPersonKey>>>> = {
  "SYS.1.01": {
    "logging-policy": "hanna",
    "event-review": "hanna",
    "required-against-collected": "tomas",
    "production-definition": "hanna",
    "log-validation": "tomas",
    "asset-list": "tomas",
    "collection-process": "tomas",
    retention: "tomas",
  },
  "SYS.2.07": {},
  "ACC.1.02": { "review-decisions": "hanna" },
  "GOV.4.03": { overdue: "tomas" },
};
