import { PERMISSIONS, type Permission } from "#lib/access/index.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import type { Role } from "#prisma/generated/enums.ts";

// Every address of Tickmark with who may ask for it. routes.test.ts compares this list with the files of app/;
// the browser tests walk it in the demo organization, as every role.

/** How a browser gets to an example of the address: by itself, or by the first link of that shape on another page. */
export type Example = { at: string } | { on: string; link: RegExp };

/**
 * What stands before a page. `workspace` and `portal`: runPage and runAuditorPage, so a session, a membership and each
 * verb's permission. `session`: a signed-in person, no organization. `token`: a secret in the address, looked up by its
 * hash. `public`: nobody need be signed in.
 */
export type PageGuard = "workspace" | "portal" | "session" | "token" | "public";

export type PageEntry = {
  guard: PageGuard;
  /** What the page's verb asks for; null where the page shows nothing of an organization. */
  reads: Permission | null;
  example: Example;
  /** Due for `session`, `public`, and for a workspace page that does not go through runPage: why that is right. */
  why?: string;
};

const org = `/${DEMO_ORGANIZATION.slug}`;
const inPortal = (reads: Permission, example: Example): PageEntry => ({ guard: "portal", reads, example });
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
  "app/(workspace)/[org]/alerts/page.tsx": inWorkspace("alerts.read", { at: `${org}/alerts` }),
  "app/(workspace)/[org]/controls/page.tsx": inWorkspace("controls.read", { at: `${org}/controls` }),
  "app/(workspace)/[org]/controls/[control]/page.tsx": inWorkspace("controls.read", { at: `${org}/controls/SYS.2.07` }),
  "app/(workspace)/[org]/frameworks/page.tsx": inWorkspace("frameworks.read", { at: `${org}/frameworks` }),
  "app/(workspace)/[org]/frameworks/[framework]/page.tsx": inWorkspace("frameworks.read", { at: `${org}/frameworks/soc2-tsc-2017` }),
  "app/(workspace)/[org]/evidence/page.tsx": inWorkspace("evidence.read", { at: `${org}/evidence` }),
  "app/(workspace)/[org]/evidence/new/page.tsx": inWorkspace("evidence.submit", { at: `${org}/evidence/new` }),
  "app/(workspace)/[org]/evidence/review/page.tsx": inWorkspace("evidence.review", { at: `${org}/evidence/review` }),
  "app/(workspace)/[org]/evidence/[evidence]/page.tsx": inWorkspace("evidence.read", { on: `${org}/evidence`, link: /\/evidence\/(?!new|review)[^/?]+$/ }),
  "app/(workspace)/[org]/engagements/page.tsx": inWorkspace("engagements.read", { at: `${org}/engagements` }),
  "app/(workspace)/[org]/engagements/new/page.tsx": inWorkspace("engagements.manage", { at: `${org}/engagements/new` }),
  "app/(workspace)/[org]/engagements/[engagement]/page.tsx": inWorkspace("engagements.read", { on: `${org}/engagements`, link: /\/engagements\/eng_[^/?]+$/ }),
  "app/(workspace)/[org]/packets/page.tsx": inWorkspace("packets.read", { at: `${org}/packets` }),
  "app/(workspace)/[org]/packets/new/page.tsx": inWorkspace("packets.create", { at: `${org}/packets/new` }),
  "app/(workspace)/[org]/packets/[packet]/page.tsx": inWorkspace("packets.read", { on: `${org}/packets`, link: /\/packets\/pkt_[^/?]+$/ }),
  "app/(workspace)/[org]/packets/schedules/page.tsx": inWorkspace("packets.schedule", { at: `${org}/packets/schedules` }),
  "app/(workspace)/[org]/packets/schedules/new/page.tsx": inWorkspace("packets.schedule", { at: `${org}/packets/schedules/new` }),
  "app/(auditor)/auditor/[engagement]/page.tsx": inPortal("engagements.read", { at: "/" }),
  "app/(auditor)/auditor/[engagement]/controls/page.tsx": inPortal("controls.read", { on: "/", link: /\/controls$/ }),
  "app/(auditor)/auditor/[engagement]/controls/[control]/page.tsx": inPortal("controls.read", { on: "/", link: /\/controls\/[^/?]+$/ }),
  "app/(auditor)/auditor/[engagement]/evidence/page.tsx": inPortal("evidence.read", { on: "/", link: /\/evidence$/ }),
  "app/(auditor)/auditor/[engagement]/evidence/[evidence]/page.tsx": inPortal("evidence.read", { on: "/", link: /\/evidence\/[^/?]+$/ }),
  "app/(auditor)/auditor/[engagement]/incidents/page.tsx": inPortal("incidents.read", { on: "/", link: /\/incidents$/ }),
  "app/(auditor)/auditor/[engagement]/incidents/[incident]/page.tsx": inPortal("incidents.read", { on: "/", link: /\/incidents\/[^/?]+$/ }),
  "app/(auditor)/auditor/[engagement]/packets/page.tsx": inPortal("packets.read", { on: "/", link: /\/packets$/ }),
  "app/(auditor)/auditor/[engagement]/packets/[packet]/page.tsx": inPortal("packets.read", { on: "/", link: /\/packets\/[^/?]+$/ }),
  "app/d/[token]/page.tsx": { guard: "token", reads: null, example: { at: "/d/not-a-token" }, why: "A personal link: who holds the token may see what it leads to; an unknown one and an expired one answer alike." },
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
  "app/api/uploads/evidence/route.ts": { methods: ["PUT"], guard: "session", by: "handleRoute", why: "Streams an evidence file in; the verb asks for evidence.submit." },
  "app/api/packets/[org]/[packet]/[part]/route.ts": { methods: ["GET"], guard: "session", by: "handleRoute", why: "Streams a packet or its report out; the verb asks for packets.read and records the download." },
  "app/api/packets/[org]/[packet]/progress/route.ts": { methods: ["GET"], guard: "session", by: "handleRoute", why: "Where the making of a packet stands; the verb asks for packets.read." },
  "app/(workspace)/[org]/evidence/[evidence]/file/route.ts": { methods: ["GET"], guard: "session", by: "handleRoute", why: "An evidence's file as an attachment; the verb asks for evidence.read." },
  "app/(auditor)/auditor/[engagement]/evidence/[evidence]/file/route.ts": { methods: ["GET"], guard: "session", by: "handleRoute", why: "The same within an engagement, logged before the first byte." },
  "app/(auditor)/auditor/[engagement]/packets/[packet]/[part]/route.ts": { methods: ["GET"], guard: "session", by: "handleRoute", why: "A packet of the engagement; the download is recorded." },
  "app/d/[token]/report/route.ts": { methods: ["POST"], guard: "token", by: "openDelivery", why: "The report behind a personal link; POST, so that mail scanners neither get nor count it." },
  "app/api/health/route.ts": { methods: ["GET"], guard: "health", by: "askDatabase", why: "For supervisors and balancers; says up or down." },
};

/** Server actions that are no form over a verb of an organization, and why that is right. */
export const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  "app/_edge/sign-out-action.ts#signOutAction": "Ends the caller's own session, known by the cookie; takes no input.",
  "app/_shell/set-chrome.ts#setTheme": "A cookie with one of three words; no data of anybody.",
  "app/_shell/set-chrome.ts#setSidebar": "A cookie with one of two words; no data of anybody.",
  "app/_shell/set-chrome.ts#setKeys": "A cookie with one of two words; no data of anybody.",
};
