import type { ReactNode } from "react";
import { COMMON_COMMANDS, type Command } from "#app/_shell/command.ts";
import { readChrome } from "#app/_shell/read-chrome.ts";
import { Shell, type NavGroup, type NavItem } from "#app/_shell/shell.tsx";

const GROUPS: readonly NavGroup[] = [
  { items: [
    { label: "My work", href: "/gallery?place=work", icon: "work", count: 3 },
    { label: "Overview", href: "/gallery", icon: "overview", exact: true },
  ] },
  { label: "Controls", items: [
    { label: "Controls", href: "/gallery/record", icon: "controls", count: 62 },
    { label: "Frameworks", href: "/gallery?place=frameworks", icon: "frameworks", count: 3 },
    { label: "Evidence", href: "/gallery/list", icon: "evidence", count: 148 },
    { label: "Findings", href: "/gallery?place=findings", icon: "findings", count: 18 },
  ] },
  { label: "Operations", items: [
    { label: "Alerts", href: "/gallery?place=alerts", icon: "alerts", count: 7, mark: "hot" },
    { label: "Incidents", href: "/gallery?place=incidents", icon: "incidents", count: 1 },
    { label: "Logs and coverage", href: "/gallery?place=logs", icon: "logs" },
    { label: "Rules", href: "/gallery?place=rules", icon: "rules", count: 96 },
  ] },
  { label: "Assurance", items: [
    { label: "Engagements", href: "/gallery?place=engagements", icon: "engagements", count: 2 },
    { label: "Packets", href: "/gallery?place=packets", icon: "packets", count: 11 },
  ] },
  { label: "Company", items: [
    { label: "Policies", href: "/gallery?place=policies", icon: "policies", count: 12 },
    { label: "People", href: "/gallery?place=people", icon: "people", count: 84 },
  ] },
];

const FOOTER: readonly NavItem[] = [
  { label: "Connections", href: "/gallery?place=connections", icon: "connections", count: 4, mark: "fault" },
  { label: "Settings", href: "/gallery?place=settings", icon: "settings" },
];

/** The shell around the gallery's pages, for an organization that does not exist. */
export async function GalleryShell({ children }: { children: ReactNode }) {
  return (
    <Shell
      chrome={await readChrome()}
      homeHref="/gallery"
      organization={{ name: "Fernhall Systems", switchHref: "/gallery" }}
      demo
      groups={GROUPS}
      footer={FOOTER}
      who={{ name: "Ines Okafor", role: "Compliance", href: "/gallery" }}
      commands={[...GROUPS.flatMap(({ items }) => items).map(({ label, href, icon }): Command => ({ id: `go.${href}`, label, href, icon })), ...COMMON_COMMANDS.filter(({ id }) => id !== "sign-out")]}
      records={{ home: "/gallery" }}
      signOut={<form><button type="submit" className="btn btn-quiet">Sign out</button></form>}
    >
      {children}
    </Shell>
  );
}
