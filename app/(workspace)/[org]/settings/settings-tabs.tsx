import { Tabs } from "#app/_ui/tabs.tsx";

/** The parts of the settings. */
export function SettingsTabs({ org, current }: { org: string; current: "general" | "data" }) {
  return (
    <Tabs
      label="Settings"
      items={[
        { label: "General", href: `/${org}/settings`, current: current === "general" },
        { label: "Your data", href: `/${org}/settings/data`, current: current === "data" },
      ]}
    />
  );
}
