import { PERMISSIONS, type Permission } from "#lib/access/index.ts";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import type { Role } from "#prisma/generated/enums.ts";

// Every address of Tickmark with who may ask for it. routes.test.ts compares this list with the files of app/;
// the browser tests walk it in the demo organization, as every role.

/** How a browser gets to an example of the address: by itself, or by the first link of that shape on another page. */
export type Example = { at: string } | { on: Example; link: RegExp };

/**
 * What stands before a page. `workspace` and `portal`: runPage and runAuditorPage, so a session, a membership and each
 * verb's permission. `session`: a signed-in person, no organization. `public`: nobody need be signed in.
 */
export type PageGuard = "workspace" | "portal" | "session" | "public";

export type PageEntry = {
  guard: PageGuard;
  /** What a person must hold to see its content; others are told so in words. Null where nothing of an organization is shown. */
  reads: Permission | null;
  example: Example;
  /** For a public page whose address is a secret: the function that looks it up, and the door it comes from. */
  by?: readonly [name: string, door: string];
  /** Due where the page does not go through runPage or runAuditorPage: why that is right. */
  why?: string;
};

const org = `/${DEMO_ORGANIZATION.slug}`;
const work = (reads: Permission, path: string): PageEntry => ({ guard: "workspace", reads, example: { at: `${org}/${path}` } });
const workItem = (reads: Permission, path: string, item: string): PageEntry => ({ guard: "workspace", reads, example: { on: { at: `${org}/${path}` }, link: new RegExp(`^${org}/${path}/${item}$`) } });
/** Its engagement's address is where "/" leads an auditor; every page of the portal links to the others. */
const portalLink = (path: string): Example => ({ on: { at: "/" }, link: new RegExp(`^/auditor/eng_[^/]+${path}$`) });
const portal = (reads: Permission, path: string): PageEntry => ({ guard: "portal", reads, example: portalLink(path) });
const portalItem = (reads: Permission, path: string, item: string): PageEntry => ({ guard: "portal", reads, example: { on: portalLink(path), link: new RegExp(`^/auditor/eng_[^/]+${path}/${item}$`) } });
const gallery = (path: string): PageEntry => ({ guard: "public", reads: null, example: { at: path }, why: "Invented samples; served where TICKMARK_GALLERY is on." });

const accountLink = (path: string): PageEntry => ({ guard: "public", reads: null, example: { at: `${path}/a-link-that-never-was` }, by: ["readAccountLink", "lib/identity/index.ts"], why: "A mailed link: whoever holds it has proven the address." });

export const PAGES: Readonly<Record<string, PageEntry>> = {
  "app/page.tsx": { guard: "session", reads: null, example: { at: "/" }, why: "Leads to where the person begins." },
  "app/(auth)/sign-in/page.tsx": { guard: "public", reads: null, example: { at: "/sign-in" }, why: "Nobody is signed in yet." },
  "app/(account)/account/page.tsx": { guard: "session", reads: null, example: { at: "/account" }, why: "A person's own sessions, by global verbs." },
  "app/(account)/account/second-factor/page.tsx": { guard: "session", reads: null, example: { at: "/account/second-factor" }, why: "A person's own factors, by global verbs." },
  "app/(account)/account/notifications/page.tsx": { guard: "session", reads: null, example: { at: "/account/notifications" }, why: "A person's own mail settings, in each organization by its verb." },
  "app/(auth)/unsubscribe/[token]/page.tsx": { guard: "public", reads: null, example: { at: "/unsubscribe/a-link-that-never-was" }, by: ["readUnsubscription", "lib/notifications/index.ts"], why: "A link in a mail: it must work for whoever is signed out." },
  "app/(auth)/sign-in/company/page.tsx": { guard: "public", reads: null, example: { at: "/sign-in/company" }, why: "Nobody is signed in yet; the answer tells which domains have a provider, and nothing of people." },
  "app/(auth)/sign-in/second-step/page.tsx": { guard: "public", reads: null, example: { at: "/sign-in/second-step" }, why: "Shows what the browser's own pending sign-in is, or leads to sign-in." },
  "app/d/[token]/page.tsx": { guard: "public", reads: null, example: { at: "/d/a-link-that-never-was" }, by: ["readDelivery", "lib/packets/index.ts"], why: "A personal link: whoever holds it has no account." },
  "app/receipt/[id]/[token]/page.tsx": { guard: "public", reads: null, example: { at: "/receipt/del_never/a-link-that-never-was" }, by: ["readReceipt", "lib/leaving/index.ts"], why: "The receipt of a deletion: whoever holds its address has no account any more." },
  "app/(auth)/join/[token]/page.tsx": { guard: "public", reads: null, example: { at: "/join/a-link-that-never-was" }, by: ["readInvitation", "lib/people/index.ts"], why: "An invitation: its link opens it, signed in or not." },
  "app/(auth)/forgot-password/page.tsx": { guard: "public", reads: null, example: { at: "/forgot-password" }, why: "Who forgot a password cannot sign in; the answer is the same for every address." },
  "app/(auth)/reset-password/[token]/page.tsx": accountLink("/reset-password"),
  "app/(auth)/confirm-address/[token]/page.tsx": accountLink("/confirm-address"),
  "app/(auth)/new-organization/page.tsx": { guard: "public", reads: null, example: { at: "/new-organization" }, why: "For strangers too, who are asked for an address; shows nothing of an organization." },
  "app/(auth)/new-organization/[token]/page.tsx": accountLink("/new-organization"),
  "app/gallery/page.tsx": gallery("/gallery"),
  "app/gallery/list/page.tsx": gallery("/gallery/list"),
  "app/gallery/record/page.tsx": gallery("/gallery/record"),

  "app/(workspace)/[org]/page.tsx": { guard: "workspace", reads: "organization.read", example: { at: org }, why: "Shows nothing: leads on to the person's first screen." },
  "app/(workspace)/[org]/first-week/page.tsx": work("first_week.manage", "first-week"),
  "app/(workspace)/[org]/first-week/systems/page.tsx": work("first_week.manage", "first-week/systems"),
  "app/(workspace)/[org]/first-week/frameworks/page.tsx": work("first_week.manage", "first-week/frameworks"),
  "app/(workspace)/[org]/first-week/controls/page.tsx": work("first_week.manage", "first-week/controls"),
  "app/(workspace)/[org]/first-week/requests/page.tsx": work("first_week.manage", "first-week/requests"),
  "app/(workspace)/[org]/first-week/owners/page.tsx": work("first_week.manage", "first-week/owners"),
  "app/(workspace)/[org]/first-week/readiness/page.tsx": work("first_week.manage", "first-week/readiness"),
  "app/(workspace)/[org]/frameworks/[framework]/freshness/page.tsx": work("mappings.read", "frameworks/soc2-tsc-2017/freshness"),
  "app/(workspace)/[org]/my-work/page.tsx": work("my_work.read", "my-work"),
  "app/(workspace)/[org]/my-work/away/page.tsx": work("my_work.delegate", "my-work/away"),
  "app/(workspace)/[org]/overview/page.tsx": work("overview.read", "overview"),
  "app/(workspace)/[org]/controls/page.tsx": work("controls.read", "controls"),
  "app/(workspace)/[org]/controls/import/page.tsx": work("controls.adopt", "controls/import"),
  "app/(workspace)/[org]/controls/library/page.tsx": work("controls.manage", "controls/library"),
  "app/(workspace)/[org]/controls/differences/page.tsx": work("controls.manage", "controls/differences"),
  "app/(workspace)/[org]/controls/differences/[control]/page.tsx": work("controls.manage", "controls/differences/SYS.1.01"),
  "app/(workspace)/[org]/controls/drafts/page.tsx": work("drafts.read", "controls/drafts"),
  "app/(workspace)/[org]/controls/drafts/[draft]/page.tsx": workItem("drafts.read", "controls/drafts", "drf_[^/?]+"),
  "app/(workspace)/[org]/controls/[control]/edit/page.tsx": work("controls.manage", "controls/SYS.1.01/edit"),
  "app/(workspace)/[org]/controls/[control]/page.tsx": workItem("controls.read", "controls", "[A-Z]+\\.[^/?]+"),
  "app/(workspace)/[org]/controls/[control]/occurrences/[window]/page.tsx": { guard: "workspace", reads: "controls.read", example: { on: { at: `${org}/occurrences` }, link: new RegExp(`^${org}/controls/[^/]+/occurrences/[^/?]+$`) } },
  "app/(workspace)/[org]/occurrences/page.tsx": work("controls.read", "occurrences"),
  "app/(workspace)/[org]/find/page.tsx": work("search.read", "find?q=monitoring"),
  "app/(workspace)/[org]/frameworks/page.tsx": work("frameworks.read", "frameworks"),
  "app/(workspace)/[org]/frameworks/upload/page.tsx": work("frameworks.manage", "frameworks/upload"),
  "app/(workspace)/[org]/frameworks/[framework]/page.tsx": workItem("frameworks.read", "frameworks", "(?!upload)[^/?]+"),
  "app/(workspace)/[org]/frameworks/[framework]/mappings/page.tsx": work("mappings.manage", "frameworks/iso27001-2022/mappings"),
  "app/(workspace)/[org]/frameworks/[framework]/applicability/page.tsx": work("mappings.read", "frameworks/iso27001-2022/applicability"),
  "app/(workspace)/[org]/frameworks/[framework]/readiness/page.tsx": work("mappings.read", "frameworks/iso27001-2022/readiness"),
  "app/(workspace)/[org]/frameworks/[framework]/outlook/page.tsx": work("mappings.read", "frameworks/iso27001-2022/outlook"),
  "app/(workspace)/[org]/evidence/page.tsx": work("evidence.read", "evidence"),
  "app/(workspace)/[org]/evidence/[evidence]/page.tsx": workItem("evidence.read", "evidence", "(EV-|evi_)[^/?]+"),
  "app/(workspace)/[org]/evidence/disposal/page.tsx": work("evidence.dispose", "evidence/disposal"),
  "app/(workspace)/[org]/evidence/[evidence]/redact/page.tsx": { guard: "workspace", reads: "evidence.redact", example: { on: { on: { at: `${org}/evidence?source=upload` }, link: new RegExp(`^${org}/evidence/EV-[^/?]+$`) }, link: new RegExp(`^${org}/evidence/[^/]+/redact$`) } },
  "app/(workspace)/[org]/evidence/new/page.tsx": work("evidence.submit", "evidence/new"),
  "app/(workspace)/[org]/evidence/rules/page.tsx": work("evidence.trust", "evidence/rules"),
  "app/(workspace)/[org]/evidence/review/page.tsx": work("evidence.review", "evidence/review"),
  "app/(workspace)/[org]/connections/page.tsx": work("connections.read", "connections"),
  "app/(workspace)/[org]/connections/new/page.tsx": work("connections.read", "connections/new"),
  "app/(workspace)/[org]/connections/runs/page.tsx": work("connections.read", "connections/runs"),
  "app/(workspace)/[org]/inventory/page.tsx": work("inventory.read", "inventory"),
  "app/(workspace)/[org]/checks/page.tsx": work("checks.read", "checks"),
  "app/(workspace)/[org]/standards/page.tsx": work("standards.read", "standards"),
  "app/(workspace)/[org]/standards/new/page.tsx": work("standards.manage", "standards/new"),
  "app/(workspace)/[org]/standards/[standard]/page.tsx": workItem("standards.read", "standards", "STD-[^/?]+"),
  "app/(workspace)/[org]/reconciliation/page.tsx": work("inventory.read", "reconciliation"),
  "app/(workspace)/[org]/reconciliation/assets/page.tsx": work("inventory.read", "reconciliation/assets"),
  "app/(workspace)/[org]/reconciliation/assets/import/page.tsx": work("inventory.define", "reconciliation/assets/import"),
  "app/(workspace)/[org]/reconciliation/definition/page.tsx": work("inventory.read", "reconciliation/definition"),
  "app/(workspace)/[org]/logs/page.tsx": work("logs.read", "logs"),
  "app/(workspace)/[org]/logs/[segment]/page.tsx": workItem("logs.read", "logs", "seg_[^/?]+"),
  "app/(workspace)/[org]/logs/new/page.tsx": work("logs.import", "logs/new"),
  "app/(workspace)/[org]/rules/page.tsx": work("rules.read", "rules"),
  "app/(workspace)/[org]/rules/[key]/page.tsx": workItem("rules.read", "rules", "(?!workshop|texts|coverage|import|hunts)[^/?]+"),
  "app/(workspace)/[org]/rules/coverage/page.tsx": work("rules.read", "rules/coverage"),
  "app/(workspace)/[org]/rules/hunts/page.tsx": work("hunts.read", "rules/hunts"),
  "app/(workspace)/[org]/rules/hunts/new/page.tsx": work("hunts.run", "rules/hunts/new"),
  "app/(workspace)/[org]/rules/hunts/[hunt]/page.tsx": workItem("hunts.read", "rules/hunts", "hnt_[^/?]+"),
  "app/(workspace)/[org]/rules/import/page.tsx": work("rules.manage", "rules/import"),
  "app/(workspace)/[org]/rules/workshop/page.tsx": work("rules.manage", "rules/workshop"),
  "app/(workspace)/[org]/rules/texts/page.tsx": work("rules.read", "rules/texts"),
  "app/(workspace)/[org]/rules/texts/[text]/page.tsx": workItem("rules.read", "rules/texts", "rtx_[^/?]+"),
  "app/(workspace)/[org]/alerts/page.tsx": work("alerts.read", "alerts"),
  "app/(workspace)/[org]/incidents/page.tsx": work("incidents.read", "incidents"),
  "app/(workspace)/[org]/incidents/[incident]/page.tsx": workItem("incidents.read", "incidents", "inc_[^/?]+"),
  "app/(workspace)/[org]/findings/page.tsx": work("findings.read", "findings"),
  "app/(workspace)/[org]/findings/[finding]/page.tsx": workItem("findings.read", "findings", "fnd_[^/?]+"),
  "app/(workspace)/[org]/findings/new/page.tsx": work("findings.raise", "findings/new"),
  "app/(workspace)/[org]/engagements/page.tsx": work("engagements.read", "engagements"),
  "app/(workspace)/[org]/engagements/[engagement]/page.tsx": workItem("engagements.read", "engagements", "eng_[^/?]+"),
  "app/(workspace)/[org]/engagements/new/page.tsx": work("engagements.manage", "engagements/new"),
  "app/(workspace)/[org]/packets/page.tsx": work("packets.read", "packets"),
  "app/(workspace)/[org]/packets/[packet]/page.tsx": workItem("packets.read", "packets", "pkt_[^/?]+"),
  "app/(workspace)/[org]/packets/new/page.tsx": work("packets.create", "packets/new"),
  "app/(workspace)/[org]/packets/schedules/page.tsx": work("packets.schedule", "packets/schedules"),
  "app/(workspace)/[org]/packets/schedules/[schedule]/page.tsx": workItem("packets.schedule", "packets/schedules", "sch_[^/?]+"),
  "app/(workspace)/[org]/packets/schedules/new/page.tsx": work("packets.schedule", "packets/schedules/new"),
  "app/(workspace)/[org]/people/page.tsx": work("people.read", "people"),
  "app/(workspace)/[org]/people/invite/page.tsx": work("people.manage", "people/invite"),
  "app/(workspace)/[org]/people/invitations/page.tsx": work("people.manage", "people/invitations"),
  "app/(workspace)/[org]/people/mail/page.tsx": work("people.manage", "people/mail"),
  "app/(workspace)/[org]/people/roles/page.tsx": work("people.read", "people/roles"),
  "app/(workspace)/[org]/people/[member]/page.tsx": workItem("people.read", "people", "mem_[^/?]+"),
  "app/(workspace)/[org]/notifications/page.tsx": work("notifications.read", "notifications"),
  "app/(workspace)/[org]/settings/page.tsx": work("settings.read", "settings"),
  "app/(workspace)/[org]/settings/data/page.tsx": work("data.read", "settings/data"),
  "app/(workspace)/[org]/settings/sign-in/page.tsx": work("settings.read", "settings/sign-in"),
  "app/(workspace)/[org]/help/page.tsx": work("help.read", "help"),
  "app/(workspace)/[org]/settings/api-keys/page.tsx": work("api_keys.manage", "settings/api-keys"),
  "app/(workspace)/[org]/audit-trail/page.tsx": work("audit_trail.read", "audit-trail"),
  "app/(workspace)/[org]/ledger/page.tsx": work("audit_trail.read", "ledger"),
  "app/(workspace)/[org]/ledger/checkpoints/page.tsx": work("audit_trail.read", "ledger/checkpoints"),
  "app/(workspace)/[org]/ledger/places/page.tsx": work("audit_trail.read", "ledger/places"),

  "app/(auditor)/auditor/[engagement]/page.tsx": portal("engagement.visit", ""),
  "app/(auditor)/auditor/[engagement]/controls/page.tsx": portal("controls.read", "/controls"),
  "app/(auditor)/auditor/[engagement]/controls/[control]/page.tsx": portalItem("controls.read", "/controls", "[^/?]+"),
  "app/(auditor)/auditor/[engagement]/controls/[control]/occurrences/[window]/page.tsx": { guard: "portal", reads: "controls.read", example: { on: portalLink("/occurrences"), link: /^\/auditor\/eng_[^/]+\/controls\/[^/]+\/occurrences\/[^/?]+$/ } },
  "app/(auditor)/auditor/[engagement]/occurrences/page.tsx": portal("controls.read", "/occurrences"),
  "app/(auditor)/auditor/[engagement]/evidence/page.tsx": portal("evidence.read", "/evidence"),
  "app/(auditor)/auditor/[engagement]/evidence/[evidence]/page.tsx": portalItem("evidence.read", "/evidence", "[^/?]+"),
  "app/(auditor)/auditor/[engagement]/incidents/page.tsx": portal("incidents.read", "/incidents"),
  "app/(auditor)/auditor/[engagement]/incidents/[incident]/page.tsx": portalItem("incidents.read", "/incidents", "[^/?]+"),
  "app/(auditor)/auditor/[engagement]/findings/page.tsx": portal("findings.read", "/findings"),
  "app/(auditor)/auditor/[engagement]/findings/[finding]/page.tsx": portalItem("findings.read", "/findings", "fnd_[^/?]+"),
  "app/(auditor)/auditor/[engagement]/find/page.tsx": portal("search.read", "/find"),
  "app/(auditor)/auditor/[engagement]/notifications/page.tsx": portal("notifications.read", "/notifications"),
  "app/(auditor)/auditor/[engagement]/help/page.tsx": portal("help.read", "/help"),
  "app/(auditor)/auditor/[engagement]/packets/page.tsx": portal("packets.read", "/packets"),
  "app/(auditor)/auditor/[engagement]/packets/[packet]/page.tsx": portalItem("packets.read", "/packets", "[^/?]+"),
};

const ROLES: readonly Role[] = ["admin", "compliance_manager", "security_analyst", "control_owner", "employee", "auditor"];

/** Roles that see the page's content; everybody where it shows nothing of an organization. Auditors have the portal instead. */
export function rolesOf({ guard, reads }: PageEntry): Role[] {
  if (reads === null) return [...ROLES];
  const holders: readonly Role[] = PERMISSIONS[reads];
  return ROLES.filter((role) => holders.includes(role) && (role === "auditor") === (guard === "portal"));
}

/**
 * What stands before a route handler. `session`: handleRoute, so a session, a membership, the origin of changing requests
 * and the verb's permission. `token`: a secret in the address, hashed and looked up by the function that `by` names.
 * `key`: handleApi, so an API key with the scope of the verb. `signed`: an address that we signed. `auth`: next-auth with our own check of the origin. `provider`: an answer that a provider signed, for a state that this browser carries.
 * `health`: nothing to protect. `metrics`: a token, or this machine.
 */
export type RouteEntry = { methods: readonly string[]; guard: "session" | "token" | "signed" | "auth" | "provider" | "key" | "health" | "metrics"; by: string; why: string; /** The door of the function, where a token is not one of a packet's. */ door?: string };

const byKey = (methods: readonly string[], why: string): RouteEntry => ({ methods, guard: "key", by: "handleApi", why });
const bySession = (method: string, why: string): RouteEntry => ({ methods: [method], guard: "session", by: "handleRoute", why });

export const ROUTES: Readonly<Record<string, RouteEntry>> = {
  "app/api/auth/[...nextauth]/route.ts": { methods: ["GET", "POST"], guard: "auth", by: "checkOrigin", why: "Signing in: throttled per account and address by its verb." },
  "app/api/sign-in/callback/[organization]/route.ts": { methods: ["GET"], guard: "provider", by: "completeProviderSignIn", why: "Where a provider leads people back to; throttled per address." },
  "app/api/v1/controls/route.ts": byKey(["GET"], "Controls with their status, for machines."),
  "app/api/v1/evidence-requests/route.ts": byKey(["GET"], "Evidence requests with their status, for machines."),
  "app/api/v1/evidence/route.ts": byKey(["GET", "POST"], "Evidence, for machines; a file as evidence, as a stream: no cookie opens it, so no other site can make a browser send one."),
  "app/api/v1/[...path]/route.ts": byKey(["DELETE", "GET", "PATCH", "POST", "PUT"], "What the API does not know, refused in its own shape."),
  "app/api/v1/openapi.json/route.ts": { methods: ["GET"], guard: "health", by: "apiDescription", why: "What the API takes and answers; nothing of any organization." },
  "app/api/health/route.ts": { methods: ["GET"], guard: "health", by: "askDatabase", why: "For supervisors and balancers; says up or down." },
  "app/api/health/live/route.ts": { methods: ["GET"], guard: "health", by: "Response.json", why: "For whoever restarts processes; says that it answers." },
  "app/api/health/ready/route.ts": { methods: ["GET"], guard: "health", by: "askInstallation", why: "For balancers; says whether it can serve, and how many workers live." },
  "app/metrics/route.ts": { methods: ["GET"], guard: "metrics", by: "mayReadMetrics", why: "For Prometheus; figures without organizations or people." },
  "app/api/exports/[org]/[export]/route.ts": bySession("GET", "The archive of an export."),
  "app/api/packets/[org]/[packet]/[part]/route.ts": bySession("GET", "A packet or its report as a file."),
  "app/api/packets/[org]/[packet]/progress/route.ts": bySession("GET", "How far the making of a packet is."),
  "app/api/messages/[org]/[message]/[part]/route.ts": bySession("GET", "A message as it came, or one of its files."),
  "app/api/controls/[org]/[file]/route.ts": bySession("GET", "Controls as a spreadsheet that an import reads again."),
  "app/api/readiness/[org]/[framework]/route.ts": bySession("GET", "Readiness for an edition in a period, as a PDF."),
  "app/api/statements/[org]/[framework]/[version]/[format]/route.ts": bySession("GET", "An issued statement of applicability as a file."),
  "app/api/uploads/evidence/route.ts": bySession("PUT", "A file for evidence, as a stream."),
  "app/api/uploads/tus/route.ts": { methods: ["OPTIONS", "POST"], guard: "session", by: "handleRoute", why: "Begins a file that comes in parts (tus)." },
  "app/api/uploads/tus/[upload]/route.ts": { methods: ["DELETE", "HEAD", "PATCH"], guard: "session", by: "handleRoute", why: "Goes on with a file, asks how far it is, gives it up." },
  "app/api/uploads/zip/route.ts": bySession("POST", "Takes a ZIP apart that the same person sent."),
  "app/api/uploads/logs/route.ts": bySession("PUT", "A log file, as a stream."),
  "app/(workspace)/[org]/rules/workshop/check/route.ts": bySession("POST", "A text of rules as it is written, compiled and its examples run; nothing is kept."),
  "app/(workspace)/[org]/search/route.ts": bySession("GET", "Records by code or words, for the palette."),
  "app/(auditor)/auditor/[engagement]/search/route.ts": bySession("GET", "The same within the engagement."),
  "app/(workspace)/[org]/notifications/unread/route.ts": bySession("GET", "How many notifications are unread."),
  "app/(workspace)/[org]/notifications/[notification]/route.ts": bySession("GET", "Leads to what a notification is about."),
  "app/(auditor)/auditor/[engagement]/notifications/unread/route.ts": bySession("GET", "How many notifications are unread, within the engagement."),
  "app/(auditor)/auditor/[engagement]/notifications/[notification]/route.ts": bySession("GET", "Leads to what a notification is about, within the engagement."),
  "app/(workspace)/[org]/evidence/[evidence]/file/route.ts": bySession("GET", "The file of an evidence."),
  "app/(workspace)/[org]/evidence/[evidence]/original/route.ts": bySession("GET", "The original of a redacted file, told in the audit trail."),
  "app/(workspace)/[org]/evidence/[evidence]/proof/route.ts": bySession("GET", "The proof that the ledger holds an evidence."),
  "app/(workspace)/[org]/ledger/certificates/[certificate]/route.ts": bySession("GET", "A certificate with which documents are signed."),
  "app/(workspace)/[org]/ledger/checkpoints/[file]/route.ts": bySession("GET", "A checkpoint of the ledger, or its time stamp."),
  "app/(auditor)/auditor/[engagement]/evidence/[evidence]/proof/route.ts": bySession("GET", "The proof that the ledger holds an evidence, within the engagement."),
  "app/(workspace)/[org]/lists/[list]/file/route.ts": bySession("GET", "A list as a file, by the list's own verb."),
  "app/(auditor)/auditor/[engagement]/lists/[list]/file/route.ts": bySession("GET", "A list of the portal as a file, within the engagement."),
  "app/(auditor)/auditor/[engagement]/evidence/[evidence]/file/route.ts": bySession("GET", "The file of an evidence, within the engagement."),
  "app/(auditor)/auditor/[engagement]/packets/[packet]/[part]/route.ts": bySession("GET", "A packet or its report, within the engagement."),
  "app/api/unsubscribe/[token]/route.ts": { methods: ["GET", "POST"], guard: "signed", by: "readerOfToken", why: "One click in a mail program (RFC 8058), which has no session; the address is signed." },
  "app/receipt/[id]/[token]/[file]/route.ts": { methods: ["GET"], guard: "token", by: "readReceipt", door: "lib/leaving/index.ts", why: "The receipt of a deletion as a file; its address is the secret." },
  "app/preview/[token]/route.ts": { methods: ["GET"], guard: "signed", by: "readPreviewTicket", door: "lib/preview/index.ts", why: "A file as it looks, on an origin without sessions; the address is signed, names one file and lasts minutes." },
  "app/preview/pdf/[file]/route.ts": { methods: ["GET"], guard: "health", by: "readFile", why: "Scripts of the PDF preview; nothing of any organization." },
  "app/d/[token]/report/route.ts": { methods: ["POST"], guard: "token", by: "openDelivery", why: "A personal link: whoever holds it has no account." },
};

/** Server actions that are no form over a verb of an organization, and why that is right. */
export const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  "app/_edge/sign-out-action.ts#signOutAction": "Ends the caller's own session, known by the cookie; takes no input.",
  "app/(auth)/sign-in/actions.ts#beginPasskeySignInAction": "A fresh challenge for this browser, in a cookie of its own; takes no input, reads nothing of anybody.",
  "app/_shell/set-chrome.ts#setTheme": "A cookie with one of three words; no data of anybody.",
  "app/_shell/set-chrome.ts#setSidebar": "A cookie with one of two words; no data of anybody.",
  "app/_shell/set-chrome.ts#setNews": "A cookie with the news that was seen; no data of anybody.",
  "app/_shell/set-chrome.ts#setKeys": "A cookie with one of two words; no data of anybody.",
};
