import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { setSidebar } from "./set-chrome.ts";

/** Narrows the sidebar to its icons, or widens it. */
export function SidebarSwitch({ narrow }: { narrow: boolean }) {
  const Icon = narrow ? PanelLeftOpen : PanelLeftClose;
  const word = narrow ? "Widen the sidebar" : "Narrow the sidebar";
  return (
    <form action={setSidebar} className="sidebar-switch">
      <button type="submit" name="sidebar" value={narrow ? "wide" : "narrow"} className="icon-btn" aria-label={word} title={word}><Icon aria-hidden="true" /></button>
    </form>
  );
}
