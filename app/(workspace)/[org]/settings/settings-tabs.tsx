import { Tabs } from "#app/_ui/tabs.tsx";

/** The parts of an organization's settings. */
export function SettingsTabs({ org, current }: { org: string; current: "general" | "sign-in" | "data" }) {
  return (
    <Tabs
      label="Settings"
      items={[
        { label: "General", href: `/${org}/settings`, current: current === "general" },
        { label: "Sign-in", href: `/${org}/settings/sign-in`, current: current === "sign-in" },
        { label: "Your data", href: `/${org}/settings/data`, current: current === "data" },
      ]}
    />
  );
}
