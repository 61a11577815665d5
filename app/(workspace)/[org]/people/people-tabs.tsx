import { Tabs } from "#app/_ui/tabs.tsx";

/** For those who manage people: who is in, who was asked, and whose mail does not arrive. */
export function PeopleTabs({ path, current, open }: { path: string; current: "people" | "invitations" | "mail"; open?: number }) {
  return (
    <Tabs
      label="People"
      items={[
        { label: "People", href: path, current: current === "people" },
        { label: "Invitations", href: `${path}/invitations`, current: current === "invitations", ...(open === undefined ? {} : { count: open }) },
        { label: "Mail", href: `${path}/mail`, current: current === "mail" },
      ]}
    />
  );
}
