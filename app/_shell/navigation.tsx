"use client";
import { Glyph } from "#app/_ui/glyph.tsx";
import { countText } from "#app/_ui/count-text.ts";
import { NavIcon, type NavIconName } from "./nav-icon.tsx";
import { NavLink } from "./nav-link.tsx";

export type NavItem = {
  label: string;
  href: string;
  icon: NavIconName;
  count?: number;
  /** `hot`: waits for somebody. `fault`: could not look. Said in words to screen readers. */
  mark?: "hot" | "fault";
  /** Something there was not seen yet: a dot, said in words to screen readers. */
  fresh?: boolean;
  /** Current only at exactly this address (the overview, below which everything lies). */
  exact?: boolean;
};

export type NavGroup = { label?: string; items: readonly NavItem[] };

const MARK_WORDS = { hot: "waiting", fault: "could not run" } as const;

/** The places, in groups. Drawn in the browser too, so that a page carries what they are and not twice how they look. */
export function Navigation({ groups, footer }: { groups: readonly NavGroup[]; footer: readonly NavItem[] }) {
  return (
    <nav aria-label="Main" className="nav">
      {groups.map((group, index) => (
        <div key={group.label ?? index} className="nav-group">
          {group.label === undefined ? null : <h2 className="nav-label">{group.label}</h2>}
          <ul>{group.items.map((item) => <li key={item.href}><Place item={item} /></li>)}</ul>
        </div>
      ))}
      <ul className="nav-footer">{footer.map((item) => <li key={item.href}><Place item={item} /></li>)}</ul>
    </nav>
  );
}

function Place({ item }: { item: NavItem }) {
  return (
    <NavLink href={item.href} exact={item.exact ?? false} title={item.label}>
      <NavIcon name={item.icon} />
      <span className="nav-name">{item.label}</span>
      {item.fresh === true ? <span className="nav-fresh"><span className="sr-only">, new</span></span> : null}
      {item.count === undefined ? null : (
        <span className="nav-count num" data-mark={item.mark}>
          {item.mark === "fault" ? <Glyph name="error" tone="fault" size={12} /> : null}
          {countText(item.count)}
          {item.mark === undefined ? null : <span className="sr-only"> {MARK_WORDS[item.mark]}</span>}
        </span>
      )}
    </NavLink>
  );
}
