import Link from "next/link";
import { numberText } from "./region-now.ts";

export type Tab = { label: string; href: string; count?: number; current: boolean };

/** The parts of a record. They are pages with addresses, hence links. */
export function Tabs({ label, items }: { label: string; items: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="tabs">
      {items.map((item) => (
        <Link prefetch={false} key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
          {item.label}
          {item.count === undefined ? null : <span className="num font-normal"> {numberText(item.count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
