import { Tabs } from "#app/_ui/tabs.tsx";

type PeopleTabsProps = { path: string; current: "people" | "invitations" | "mail" | "roles"; open?: number; manages: boolean };

/** Who is in and what roles there are; for those who manage people, also who was asked, and whose mail does not arrive. */
export function PeopleTabs({ path, current, open, manages }: PeopleTabsProps) {
  const managed = [
    { label: "Invitations", href: `${path}/invitations`, current: current === "invitations", ...(open === undefined ? {} : { count: open }) },
    { label: "Mail", href: `${path}/mail`, current: current === "mail" },
  ];
  return (
    <Tabs
      label="People"
      items={[
        { label: "People", href: path, current: current === "people" },
        ...(manages ? managed : []),
        { label: "Roles", href: `${path}/roles`, current: current === "roles" },
      ]}
    />
  );
}
