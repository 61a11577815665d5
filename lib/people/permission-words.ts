import type { Permission } from "#lib/access/index.ts";

/** Every permission that people can hold, as a sentence begun with "May": grouped as the navigation is, in its order. */
export const PERMISSION_WORDS: readonly { group: string; words: Partial<Record<Permission, string>> }[] = [
  {
    group: "First screens",
    words: {
      "my_work.read": "see what they owe",
      "overview.read": "see the overview of the organization",
      "organization.read": "see the organization's name and time zone",
      "notifications.read": "read their notifications",
      "search.read": "search what they may read",
      "help.read": "read the help",
      "first_week.manage": "run the first week",
    },
  },
  {
    group: "Controls and evidence",
    words: {
      "controls.read": "read controls",
      "controls.adopt": "adopt a whole library and import controls",
      "controls.manage": "adopt and change single controls",
      "systems.manage": "say which systems the organization runs",
      "frameworks.read": "read frameworks and what covers them",
      "frameworks.manage": "adopt and leave frameworks, add ones of their own",
      "mappings.read": "see what an edition would add, and what applies",
      "mappings.manage": "map controls to requirements, decide what applies",
      "occurrences.perform": "record that a periodic control was performed",
      "occurrences.review": "review performances of others",
      "evidence.read": "read evidence",
      "evidence.submit": "submit evidence",
      "evidence.review": "accept and reject evidence of others",
      "evidence_requests.assign": "say who owes which evidence",
    },
  },
  {
    group: "Operations",
    words: {
      "alerts.read": "read alerts",
      "alerts.judge": "take and judge alerts",
      "incidents.read": "read incidents",
      "incidents.manage": "declare, run and resolve incidents",
      "incidents.close": "close incidents that somebody else resolved",
      "logs.read": "read logs",
      "logs.import": "import logs",
      "rules.read": "read detection rules",
    },
  },
  {
    group: "Assurance",
    words: {
      "engagements.read": "read engagements",
      "engagements.manage": "plan engagements and let auditors in",
      "engagement.visit": "visit their engagement in the auditor portal",
      "packets.read": "read packets",
      "packets.create": "make and send packets",
      "packets.schedule": "schedule packets",
    },
  },
  {
    group: "Lists and comments",
    words: {
      "comments.read": "read comments on what they may read",
      "comments.write": "write comments there",
      "lists.arrange": "choose the columns of lists",
      "lists.export": "take lists away as files",
      "views.save": "save views of lists",
      "views.share": "share views with everybody",
    },
  },
  {
    group: "Company",
    words: {
      "people.read": "see people, teams and roles",
      "people.manage": "invite and remove people, change roles",
      "settings.read": "read settings",
      "settings.manage": "change settings and sign-in",
      "api_keys.manage": "make and revoke API keys",
      "audit_trail.read": "read the audit trail and the ledger",
      "ledger.rotate_key": "rotate the key that signs the ledger",
      "data.read": "see exports, legal holds and a deletion under way",
      "data.export": "export everything",
      "data.hold": "place and release legal holds",
      "data.delete": "delete the organization",
    },
  },
];
