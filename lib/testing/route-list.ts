import { PERMISSIONS, type Permission } from "#lib/access/index.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import type { Role } from "#prisma/generated/enums.ts";

// Every address of Tickmark with who may ask for it. routes.test.ts compares this list with the files of app/;
// the browser tests walk it in the demo organization, as every role.

/** How a browser gets to an example of the address: by itself, or by the first link of that shape on another page. */
export type Example = { at: string } | { on: string; link: RegExp };

/**
 * What stands before a page. `workspace` and `portal`: runPage and runAuditorPage, so a session, a membership and each
 * verb's permission. `session`: a signed-in person, no organization. `public`: nobody need be signed in.
 */
export type PageGuard = "workspace" | "portal" | "session" | "public";

export type PageEntry = {
  guard: PageGuard;
  /** What the page's verb asks for; null where the page shows nothing of an organization. */
  reads: Permission | null;
  example: Example;
  /** Due for `session`, `public`, and for a workspace page that does not go through runPage: why that is right. */
  why?: string;
};

const org = `/${DEMO_ORGANIZATION.slug}`;
const inWorkspace = (reads: Permission, example: Example): PageEntry => ({ guard: "workspace", reads, example });

export const PAGES: Readonly<Record<string, PageEntry>> = {
  "app/page.tsx": { guard: "session", reads: null, example: { at: "/" }, why: "Leads to where the person begins." },
  "app/(auth)/sign-in/page.tsx": { guard: "public", reads: null, example: { at: "/sign-in" }, why: "Nobody is signed in yet." },
  "app/(account)/account/page.tsx": { guard: "session", reads: null, example: { at: "/account" }, why: "A person's own sessions, by global verbs." },
  "app/gallery/page.tsx": { guard: "public", reads: null, example: { at: "/gallery" }, why: "Invented samples; served where TICKMARK_GALLERY is on." },
  "app/gallery/list/page.tsx": { guard: "public", reads: null, example: { at: "/gallery/list" }, why: "Invented samples; served where TICKMARK_GALLERY is on." },
  "app/gallery/record/page.tsx": { guard: "public", reads: null, example: { at: "/gallery/record" }, why: "Invented samples; served where TICKMARK_GALLERY is on." },
  "app/(workspace)/[org]/page.tsx": { guard: "workspace", reads: "organization.read", example: { at: org }, why: "Calls no verb: leads on to the role's first screen." },
  "app/(workspace)/[org]/my-work/page.tsx": inWorkspace("my_work.read", { at: `${org}/my-work` }),
  "app/(workspace)/[org]/overview/page.tsx": inWorkspace("overview.read", { at: `${org}/overview` }),
  "app/(workspace)/[org]/incidents/page.tsx": inWorkspace("incidents.read", { at: `${org}/incidents` }),
  "app/(workspace)/[org]/incidents/[incident]/page.tsx": inWorkspace("incidents.read", { on: `${org}/incidents`, link: /\/incidents\/inc_[^/?]+$/ }),
  "app/(workspace)/[org]/logs/page.tsx": inWorkspace("logs.read", { at: `${org}/logs` }),
  "app/(workspace)/[org]/logs/new/page.tsx": inWorkspace("logs.import", { at: `${org}/logs/new` }),
  "app/(workspace)/[org]/logs/[segment]/page.tsx": inWorkspace("logs.read", { on: `${org}/logs`, link: /\/logs\/seg_[^/?]+$/ }),
  "app/(workspace)/[org]/rules/page.tsx": inWorkspace("rules.read", { at: `${org}/rules` }),
  "app/(workspace)/[org]/rules/[key]/page.tsx": inWorkspace("rules.read", { on: `${org}/rules`, link: /\/rules\/[^/?]+$/ }),
  "app/(workspace)/[org]/people/page.tsx": inWorkspace("people.read", { at: `${org}/people` }),
  "app/(workspace)/[org]/people/new/page.tsx": inWorkspace("people.manage", { at: `${org}/people/new` }),
  "app/(workspace)/[org]/people/[member]/page.tsx": inWorkspace("people.read", { on: `${org}/people`, link: /\/people\/mem_[^/?]+$/ }),
  "app/(workspace)/[org]/settings/page.tsx": inWorkspace("settings.read", { at: `${org}/settings` }),
  "app/(workspace)/[org]/audit-trail/page.tsx": inWorkspace("audit_trail.read", { at: `${org}/audit-trail` }),
};

/** Roles that see the page; everybody where it shows nothing of an organization. Auditors have the portal instead. */
export function rolesOf({ guard, reads }: PageEntry): Role[] {
  const all: Role[] = ["admin", "compliance_manager", "security_analyst", "control_owner", "employee", "auditor"];
  if (reads === null) return all;
  const holders = all.filter((role) => (PERMISSIONS[reads] as readonly Role[]).includes(role));
  return guard === "portal" ? holders.filter((role) => role === "auditor") : holders.filter((role) => role !== "auditor");
}

/**
 * What stands before a route handler. `session`: handleRoute. `token`: a secret in the address, hashed and looked up
 * by the function that `by` names. `auth`: next-auth with our own check of the origin. `health`: nothing to protect.
 */
export type RouteEntry = { methods: readonly string[]; guard: "session" | "token" | "auth" | "health"; by: string; why: string };

export const ROUTES: Readonly<Record<string, RouteEntry>> = {
  "app/api/auth/[...nextauth]/route.ts": { methods: ["GET", "POST"], guard: "auth", by: "checkOrigin", why: "Signing in: throttled per account and address by its verb." },
  "app/api/uploads/logs/route.ts": { methods: ["PUT"], guard: "session", by: "handleRoute", why: "Streams a log file in; the verb asks for logs.import." },
  "app/api/health/route.ts": { methods: ["GET"], guard: "health", by: "askDatabase", why: "For supervisors and balancers; says up or down." },
};

/** Server actions that are no form over a verb of an organization, and why that is right. */
export const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  "app/_edge/sign-out-action.ts#signOutAction": "Ends the caller's own session, known by the cookie; takes no input.",
  "app/_shell/set-chrome.ts#setTheme": "A cookie with one of three words; no data of anybody.",
  "app/_shell/set-chrome.ts#setSidebar": "A cookie with one of two words; no data of anybody.",
  "app/_shell/set-chrome.ts#setKeys": "A cookie with one of two words; no data of anybody.",
};
