import type { ReactNode } from "react";

/** One thing to do, or one sentence that says why it cannot be done. */
export function AuthFrame({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className="w-full max-w-[400px] max-sm:max-w-none">
      <h1 className="text-2xl tracking-[-0.02em]">{title}</h1>
      {note === undefined ? null : <p className="mt-2 text-base text-muted">{note}</p>}
      {children}
    </div>
  );
}
