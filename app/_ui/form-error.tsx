"use client";
import { useEffect, useRef, type ReactNode } from "react";
import { Banner } from "./banner.tsx";

/** Why a form was refused, above its fields, announced, and brought into sight: who sent a long form stands at its end. */
export function FormError({ message, requestId }: { message: ReactNode; requestId?: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Only where a form was sent: a specimen moves no page.
    if (place.current?.closest("form, [role='dialog']")) place.current.scrollIntoView({ block: "nearest" });
  }, [requestId]);
  return (
    <div ref={place} className="scroll-my-16">
      <Banner tone="critical" title={message} alert>
        {requestId === undefined ? null : <span className="block text-xs">Request <code className="wrap-anywhere">{requestId}</code></span>}
      </Banner>
    </div>
  );
}
