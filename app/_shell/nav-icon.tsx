import {
  Activity, BadgeCheck, BookOpen, FolderTree, CircleQuestionMark, CircleUser, Keyboard, LogOut, Monitor, Moon, Plus, Sun, Box, Briefcase, Building2, ClipboardCheck, FileCheck, Flag, Inbox, Layers, LayoutDashboard, ListChecks,
  Package, Plug, Radar, Scale, ScrollText, Server, Settings, ShieldCheck, Siren, TextSearch, TriangleAlert, Users, type LucideIcon,
} from "lucide-react";

/** Places by what they hold. Data, so that navigation can come from the server. */
const ICONS = {
  work: ListChecks,
  overview: LayoutDashboard,
  controls: ShieldCheck,
  frameworks: Layers,
  evidence: FileCheck,
  findings: Flag,
  alerts: TriangleAlert,
  incidents: Siren,
  logs: ScrollText,
  rules: Radar,
  reconciliation: Scale,
  checks: BadgeCheck,
  engagements: Briefcase,
  packets: Package,
  policies: BookOpen,
  people: Users,
  vendors: Building2,
  inventory: Server,
  connections: Plug,
  settings: Settings,
  requests: ClipboardCheck,
  populations: Box,
  samples: ListChecks,
  news: Inbox,
  activity: Activity,
  ledger: FolderTree,
  account: CircleUser,
  add: Plus,
  find: TextSearch,
  help: CircleQuestionMark,
  keyboard: Keyboard,
  leave: LogOut,
  monitor: Monitor,
  moon: Moon,
  sun: Sun,
} as const satisfies Record<string, LucideIcon>;

export type NavIconName = keyof typeof ICONS;

/** The icon of a place; decoration beside its name. */
export function NavIcon({ name }: { name: NavIconName }) {
  const Icon = ICONS[name];
  return <Icon aria-hidden="true" className="size-4 flex-none" strokeWidth={1.5} />;
}
