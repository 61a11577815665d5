import { Tabs } from "#app/_ui/tabs.tsx";

type SettingsTabsProps = { org: string; current: "general" | "sign-in" | "api-keys" | "data"; mayManageKeys: boolean };

/** The parts of an organization's settings. */
export function SettingsTabs({ org, current, mayManageKeys }: SettingsTabsProps) {
  return (
    <Tabs
      label="Settings"
      items={[
        { label: "General", href: `/${org}/settings`, current: current === "general" },
        { label: "Sign-in", href: `/${org}/settings/sign-in`, current: current === "sign-in" },
        ...(mayManageKeys ? [{ label: "API keys", href: `/${org}/settings/api-keys`, current: current === "api-keys" }] : []),
        { label: "Your data", href: `/${org}/settings/data`, current: current === "data" },
      ]}
    />
  );
}
