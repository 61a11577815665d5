import { CopyButton } from "./copy-button.tsx";

/** Shell commands to run elsewhere. Lines that begin with `#` are comments; the rest can be copied at once. */
export function CommandLines({ label, lines }: { label: string; lines: readonly string[] }) {
  return (
    <div className="command-lines" role="group" aria-label={label}>
      <CopyButton value={lines.join("\n")} label={`Copy: ${label}`} />
      <pre>
        {lines.map((line, index) => (
          <span key={index} className={line.startsWith("#") ? "text-muted" : undefined}>
            {line.startsWith("#") || (lines[index - 1]?.endsWith("\\") ?? false) ? null : <span className="text-accent select-none" aria-hidden="true">$ </span>}
            {line}{"\n"}
          </span>
        ))}
      </pre>
    </div>
  );
}
