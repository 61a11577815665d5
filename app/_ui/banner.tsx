import type { ReactNode } from "react";
import type { StatusGlyph, Tone } from "#lib/status/client.ts";
import { Glyph } from "./glyph.tsx";

const SIGNS: Record<Tone, StatusGlyph> = { positive: "pass", caution: "partial", critical: "fail", info: "review", fault: "error", inert: "unknown" };

type BannerProps = { tone: Tone; title: ReactNode; children?: ReactNode; action?: ReactNode; alert?: boolean; glyph?: StatusGlyph };

/** One line above what it concerns: what is partial, refused, or looked at on a past date. */
export function Banner({ tone, title, children, action, alert = false, glyph }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`} role={alert ? "alert" : undefined}>
      <Glyph name={glyph ?? SIGNS[tone]} tone={tone} />
      <p className="min-w-0 flex-1 wrap-anywhere"><strong className="font-semibold">{title}</strong>{children === undefined ? null : <> {children}</>}</p>
      {action === undefined ? null : <div className="flex-none">{action}</div>}
    </div>
  );
}
