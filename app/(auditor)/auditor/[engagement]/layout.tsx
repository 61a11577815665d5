import type { Metadata } from "next";
import { cache, type ReactNode } from "react";
import { auditorContext } from "#app/_edge/auditor-context.ts";
import { signOutAction } from "#app/_edge/sign-out-action.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { goShortcut } from "#app/_keys/shortcut-list.ts";
import { COMMON_COMMANDS, type Command } from "#app/_shell/command.ts";
import { DeletionBanner } from "#app/_shell/deletion-banner.tsx";
import { readChrome } from "#app/_shell/read-chrome.ts";
import { Shell, type NavItem } from "#app/_shell/shell.tsx";
import { formatDays, formatInstant } from "#app/_ui/format-time.ts";
import { RegionScope } from "#app/_ui/region-scope.tsx";
import { engagementLabel } from "#lib/engagements/client.ts";
import { readEngagement } from "#lib/engagements/index.ts";
import { readDeletionDay } from "#lib/leaving/index.ts";
import { newsKey, shippedChangelog } from "#lib/navigation/index.ts";
import { countUnread } from "#lib/notifications/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ROLE_WORDS } from "#lib/people/client.ts";

type LayoutProps = { children: ReactNode; params: Promise<{ engagement: string }> };

// Asked for by the title and by the frame.
const engagementOf = cache(async (id: string) => readEngagement(await auditorContext(id), { engagementId: id }));

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { engagement } = await params;
  // Who may not enter is answered by the layout below; a title that failed would take the answer's title with it.
  const name = await engagementOf(engagement).then((one) => one.name, () => null);
  return name === null ? {} : { title: { template: `%s · ${name} · Tickmark`, default: `${name} · Tickmark` } };
}

function commandOf({ label, href, icon }: NavItem): Command {
  const shortcut = goShortcut(href.split("/").slice(3).join("/"));
  return { id: `go.${href}`, label, icon, href, ...(shortcut === undefined ? {} : { shortcut }) };
}

/** The auditor's frame: the engagement, and what it holds. The same components and queries as the workspace's. */
export default async function AuditorLayout({ children, params }: LayoutProps) {
  const { engagement: id } = await params;
  const context = await auditorContext(id);
  const [engagement, organization, unread, deletionDay, chrome, news] = await Promise.all([engagementOf(id), readOrganization(context, {}), countUnread(context, {}), readDeletionDay(context, {}), readChrome(), shippedChangelog().then(newsKey)]);
  const home = `/auditor/${id}`;
  const label = engagementLabel(engagement);
  const until = formatInstant(new Date(engagement.accessUntil.getTime() - 1), engagement.timeZone, "date");
  const places: NavItem[] = [
    { label: "New since last visit", href: home, icon: "news", exact: true },
    { label: "Controls", href: `${home}/controls`, icon: "controls", count: engagement.controls.length },
    { label: "Occurrences", href: `${home}/occurrences`, icon: "populations" },
    { label: "Evidence", href: `${home}/evidence`, icon: "evidence" },
    { label: "Incidents", href: `${home}/incidents`, icon: "incidents" },
    { label: "Findings", href: `${home}/findings`, icon: "findings" },
    { label: "Packets", href: `${home}/packets`, icon: "packets" },
    { label: "Search in texts", href: `${home}/find`, icon: "find" },
  ];
  const help: NavItem = { label: "Help", href: `${home}/help`, icon: "help", fresh: news !== chrome.news };
  return (
    <RegionScope region={organization.region}><Shell
      chrome={chrome}
      homeHref={home}
      organization={{
        name: organization.name,
        note: <>{engagement.name === label ? label : `${engagement.name}, ${label}`}<br />{formatDays(engagement.firstDay, engagement.lastDay)}<br />{engagement.auditFirm}</>,
      }}
      demo={organization.demo}
      printed={{ zone: organization.timeZone, drawnAt: context.clock.now() }}
      groups={[{ items: places }]}
      footer={[help]}
      who={{ name: context.actor.name, role: ROLE_WORDS.auditor.label, href: "/account" }}
      bell={{ href: `${home}/notifications`, countUrl: `${home}/notifications/unread`, unread }}
      signOut={<SignOutForm />}
      signOutAction={signOutAction}
      commands={[...[...places, help].map(commandOf), ...COMMON_COMMANDS]}
      records={{ home, searchHref: `${home}/search` }}
      notice={<>Read-only. Views and downloads are logged. Access ends {until}.</>}
    >
      {deletionDay === null ? null : <DeletionBanner dueAt={deletionDay} zone={organization.timeZone} />}
      {children}
    </Shell></RegionScope>
  );
}
