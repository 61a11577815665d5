import type { Metadata } from "next";
import { cache, type ReactNode } from "react";
import { pageContext } from "#app/_edge/page-context.ts";
import { currentSession } from "#app/_edge/session.ts";
import { signOutAction } from "#app/_edge/sign-out-action.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { goShortcut } from "#app/_keys/shortcut-list.ts";
import { COMMON_COMMANDS, type Command } from "#app/_shell/command.ts";
import { DeletionBanner } from "#app/_shell/deletion-banner.tsx";
import { readChrome } from "#app/_shell/read-chrome.ts";
import { Shell, type NavGroup, type NavItem } from "#app/_shell/shell.tsx";
import { RegionScope } from "#app/_ui/region-scope.tsx";
import { readDeletionDay } from "#lib/leaving/index.ts";
import { actsOf, newsKey, shippedChangelog, type Act, readNavigation, type NavigationEntry } from "#lib/navigation/index.ts";
import { countUnread } from "#lib/notifications/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { ROLE_WORDS } from "#lib/people/client.ts";

type LayoutProps = { children: ReactNode; params: Promise<{ org: string }> };

// Asked for by the title and by the frame.
const organizationOf = cache(async (org: string) => readOrganization(await pageContext(org), {}));

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { org } = await params;
  // Who may not enter is answered by the layout below; a title that failed would take the answer's title with it.
  const name = await organizationOf(org).then((organization) => organization.name, () => null);
  if (name === null) return {};
  return { title: { template: `%s · ${name} · Tickmark`, default: `${name} · Tickmark` } };
}

const ICONS: Readonly<Record<string, NavItem["icon"]>> = {
  "first-week": "requests",
  "my-work": "work",
  overview: "overview",
  controls: "controls",
  frameworks: "frameworks",
  occurrences: "populations",
  findings: "findings",
  evidence: "evidence",
  alerts: "alerts",
  incidents: "incidents",
  connections: "connections",
  inventory: "inventory",
  logs: "logs",
  rules: "rules",
  engagements: "engagements",
  packets: "packets",
  people: "people",
  settings: "settings",
  "audit-trail": "activity",
  ledger: "ledger",
  reconciliation: "reconciliation",
  checks: "checks",
  standards: "policies",
};

function itemOf(org: string, { path, label, count, owed }: NavigationEntry): NavItem {
  const item: NavItem = { label, href: `/${org}/${path}`, icon: ICONS[path] ?? "activity" };
  if (count === undefined) return item;
  return { ...item, count, ...(owed === true && count > 0 ? { mark: "hot" as const } : {}) };
}

/** What the palette offers: every place of the navigation, and what the role may begin. */
function commandsOf(org: string, entries: readonly NavigationEntry[], acts: readonly Act[]): Command[] {
  const places = entries.map(({ path, label }): Command => {
    const shortcut = goShortcut(path);
    return { id: `go.${path}`, label, icon: ICONS[path] ?? "activity", href: `/${org}/${path}`, ...(shortcut === undefined ? {} : { shortcut }) };
  });
  const help: Command = { id: "go.help", label: "Help", also: "glossary words what is new keyboard", icon: "help", href: `/${org}/help`, shortcut: "go.help" };
  const find: Command = { id: "go.find", label: "Search in texts", also: "full text words phrase find", icon: "find", href: `/${org}/find` };
  return [...places, find, help, ...acts.map(({ path, label, also }): Command => ({ id: `do.${path}`, label, also, icon: "add", href: `/${org}/${path}` })), ...COMMON_COMMANDS];
}

/**
 * The workspace's frame: who, where, and what waits. Its reads and the page's share one context.
 * There is no loading.tsx beside it: an answer that begins before its page is known is a 200, also for what does not
 * exist. The link that was followed shows that its page is on the way.
 */
export default async function WorkspaceLayout({ children, params }: LayoutProps) {
  const { org } = await params;
  const context = await pageContext(org);
  const [organization, deletionDay, groups, unread, session, chrome, news] = await Promise.all([
    organizationOf(org),
    readDeletionDay(context, {}),
    readNavigation(context, {}),
    countUnread(context, {}),
    currentSession(),
    readChrome(),
    shippedChangelog().then(newsKey),
  ]);
  const { actor } = context;
  const role = actor.kind === "member" ? ROLE_WORDS[actor.role].label : "";
  const several = (session?.memberships.length ?? 0) > 1 || runtime().signUpAllowed;
  return (
    <RegionScope region={organization.region}><Shell
      chrome={chrome}
      homeHref={`/${org}`}
      organization={{ name: organization.name, ...(several ? { switchHref: "/?choose" } : {}) }}
      demo={organization.demo}
      printed={{ zone: organization.timeZone, drawnAt: context.clock.now() }}
      groups={groups.map((group): NavGroup => ({ ...(group.title === null ? {} : { label: group.title }), items: group.entries.map((entry) => itemOf(org, entry)) }))}
      footer={[{ label: "Help", href: `/${org}/help`, icon: "help", fresh: news !== chrome.news }]}
      who={{ name: actor.name, role, href: "/account" }}
      bell={{ href: `/${org}/notifications`, countUrl: `/${org}/notifications/unread`, unread }}
      signOut={<SignOutForm />}
      signOutAction={signOutAction}
      commands={commandsOf(org, groups.flatMap((group) => group.entries), actor.kind === "member" ? actsOf(actor.role) : [])}
      records={{ home: `/${org}`, searchHref: `/${org}/search` }}
    >
      {deletionDay === null ? null : <DeletionBanner dueAt={deletionDay} zone={organization.timeZone} href={`/${org}/settings/data`} />}
      {children}
    </Shell></RegionScope>
  );
}
