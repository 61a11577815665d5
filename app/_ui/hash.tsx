import { CopyButton } from "./copy-button.tsx";

const SHOWN = 8;

/** A hash by its first eight characters; the whole value on hover and while its copy button has focus. */
export function Hash({ value, label = "SHA-256", copy = true }: { value: string; label?: string; copy?: boolean }) {
  return (
    <span className="hash">
      <code className="mono" title={copy ? undefined : value}>{value.slice(0, SHOWN)}</code>
      {copy ? <CopyButton value={value} label={`Copy ${label} ${value}`} /> : null}
      {copy ? <code className="hash-whole" aria-hidden="true">{value}</code> : null}
    </span>
  );
}
