import type { ReactNode } from "react";

/** Facts of a record: the name in grey, the value in ink. */
export function KeyValue({ items, wide = false }: { items: readonly { key: string; value: ReactNode }[]; wide?: boolean }) {
  return (
    <dl className={`key-value${wide ? " key-value-wide" : ""}`}>
      {items.map((item) => (
        <div key={item.key}>
          <dt>{item.key}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
