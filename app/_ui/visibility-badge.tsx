import { Eye, Lock } from "lucide-react";

/** Who can read a comment or an item. Stands on every one of them, so that nobody has to guess. */
export function VisibilityBadge({ to, word }: { to: "internal" | "auditor"; word?: string }) {
  const Icon = to === "internal" ? Lock : Eye;
  return (
    <span className="inline-flex h-4.5 items-center gap-1 rounded-sm bg-inert-tint px-1.25 align-middle text-2xs whitespace-nowrap text-inert-text">
      <Icon aria-hidden="true" className="size-3" strokeWidth={1.5} />
      {word ?? (to === "internal" ? "Internal" : "Shared with auditor")}
    </span>
  );
}
