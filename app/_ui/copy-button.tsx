"use client";
import { useEffect, useState } from "react";
import { Check, Copy, TriangleAlert } from "lucide-react";

const SAID_FOR_MS = 2000;

type Outcome = "idle" | "copied" | "refused";

/** Copies a value and says so; says as well when the browser refuses. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [outcome, setOutcome] = useState<Outcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return undefined;
    const timer = setTimeout(() => setOutcome("idle"), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(() => setOutcome("copied"), () => setOutcome("refused"));
  };
  const Icon = outcome === "copied" ? Check : outcome === "refused" ? TriangleAlert : Copy;
  return (
    <span className="copy">
      <button type="button" onClick={copy} className="copy-button" aria-label={label} title={outcome === "refused" ? "The browser refused to copy" : label}>
        <Icon aria-hidden="true" className="size-3.5" strokeWidth={1.5} />
      </button>
      <span role="status" className="sr-only">{outcome === "copied" ? "Copied" : outcome === "refused" ? "Not copied: the browser refused" : ""}</span>
    </span>
  );
}
