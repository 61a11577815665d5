import Link from "next/link";
import type { ReactNode } from "react";
import { ChevronsUpDown } from "lucide-react";
import { Avatar } from "#app/_ui/avatar.tsx";
import { Bell, type BellProps } from "./bell.tsx";
import type { Chrome } from "./read-chrome.ts";
import type { Command } from "./command.ts";
import { CommandCenter, PaletteButton } from "./command-center.tsx";
import { Navigation, type NavGroup, type NavItem } from "./navigation.tsx";
import { PhoneMenu } from "./phone-menu.tsx";
import { PrintHead } from "./print-head.tsx";
import { DemoBadge, Wordmark } from "./product-mark.tsx";
import { SidebarSwitch } from "./sidebar-switch.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

export type { NavGroup, NavItem } from "./navigation.tsx";

export type ShellProps = {
  /** From `readChrome()`. */
  chrome: Chrome;
  /** Where the mark leads. */
  homeHref: string;
  organization: { name: string; note?: ReactNode; switchHref?: string };
  demo?: boolean;
  /** For paper: the zone of its times, and when the page was drawn. */
  printed?: { zone: string; drawnAt: Date };
  groups: readonly NavGroup[];
  footer?: readonly NavItem[];
  who: { name: string; role: string; href?: string };
  /** What the person was told and has not read. */
  bell?: BellProps;
  /** The form that signs out, and the same as an act of the palette. */
  signOut?: ReactNode;
  signOutAction?: () => Promise<void>;
  /** What the palette offers beside the navigation. */
  commands: readonly Command[];
  /** Where records lie, and where they are searched. */
  records: { home: string; searchHref?: string };
  /** What a guest must know: "Read-only except your own facts. Access ends 12 Feb 2027." */
  notice?: ReactNode;
  children: ReactNode;
};

/** The frame of every page: navigation at the left, `main` at the right. Pages render a PageFrame and no main. */
export function Shell(props: ShellProps) {
  const { chrome, demo = false, children } = props;
  const brand = (
    <>
      <Link prefetch={false} href={props.homeHref} className="brand" aria-label="Tickmark, start"><Wordmark /></Link>
      {demo ? <DemoBadge /> : null}
      {props.bell === undefined ? null : <Bell {...props.bell} />}
    </>
  );
  return (
    <CommandCenter commands={props.commands} home={props.records.home} searchHref={props.records.searchHref} singleKeys={chrome.keys} signOut={props.signOutAction}>
      <div className="shell" data-narrow={chrome.narrow || undefined}>
        <a href="#content" className="skip-link">Skip to content</a>
        <PhoneMenu brand={brand} tools={<PaletteButton compact />}><SideContent {...props} narrow={false} /></PhoneMenu>
        <header className="side">
          <div className="side-brand">{brand}</div>
          <SideContent {...props} narrow={chrome.narrow} />
        </header>
        <main id="content" tabIndex={-1}>
          {props.printed === undefined ? null : <PrintHead organization={props.organization.name} {...props.printed} />}
          {children}
        </main>
      </div>
    </CommandCenter>
  );
}

function SideContent({ organization, groups, footer = [], who, signOut, notice, chrome, narrow }: ShellProps & { narrow: boolean }) {
  const person = <><Avatar name={who.name} /><span className="who-name truncate">{who.name}</span></>;
  return (
    <>
      <Tenant organization={organization} />
      <PaletteButton />
      <Navigation groups={groups} footer={footer} />
      {notice === undefined ? null : <p className="side-notice">{notice}</p>}
      <div className="who">
        {who.href === undefined ? <span className="who-person">{person}</span> : <Link prefetch={false} href={who.href} className="who-person" title={who.name}>{person}</Link>}
        <span className="who-role">{who.role}</span>
      </div>
      <div className="side-tools">
        <ThemeSwitch theme={chrome.theme} />
        <SidebarSwitch narrow={narrow} />
        {signOut === undefined ? null : <div className="sign-out">{signOut}</div>}
      </div>
    </>
  );
}

function Tenant({ organization }: { organization: ShellProps["organization"] }) {
  return (
    <div className="tenant">
      {organization.switchHref === undefined ? <span className="tenant-name">{organization.name}</span> : (
        <Link prefetch={false} href={organization.switchHref} className="tenant-name" title="Change organization">
          <span className="truncate">{organization.name}</span><ChevronsUpDown aria-hidden="true" className="ml-auto size-3.5 flex-none text-muted" strokeWidth={1.5} />
        </Link>
      )}
      {organization.note === undefined ? null : <p className="tenant-note">{organization.note}</p>}
    </div>
  );
}
