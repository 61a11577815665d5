import type { ReactNode } from "react";
import { Banner } from "./banner.tsx";

/** Why a form was refused, above its fields and announced. */
export function FormError({ message, requestId }: { message: ReactNode; requestId?: string }) {
  return (
    <Banner tone="critical" title={message} alert>
      {requestId === undefined ? null : <span className="block text-xs">Request <code className="wrap-anywhere">{requestId}</code></span>}
    </Banner>
  );
}
