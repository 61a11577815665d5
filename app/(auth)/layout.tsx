import type { ReactNode } from "react";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { runtime } from "#lib/platform/runtime.ts";
import { version } from "#lib/platform/version.ts";
import { demoLoginsFile } from "./sign-in/demo-logins-file.ts";
import { DemoBadge, Wordmark } from "#app/_shell/product-mark.tsx";

/** The pages before anybody is known: wordmark, one thing to do, and what a support call asks for first. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto] px-12 max-sm:px-4">
      <header className="flex h-[72px] items-center max-sm:h-14"><span className="flex items-center gap-2"><Wordmark />{demoLoginsFile() === null ? null : <DemoBadge />}</span></header>
      <main className="grid place-items-center pb-16 pt-6 max-sm:place-items-stretch max-sm:content-start max-sm:pb-8">{children}</main>
      <footer className="border-t border-line pb-5 pt-4">
        <dl className="flex flex-wrap gap-x-10 gap-y-1.5">
          <div className="flex gap-2"><dt className="text-muted">Version</dt><dd>{version()}</dd></div>
          <div className="flex gap-2"><dt className="text-muted">Clock</dt><dd><Timestamp at={runtime().clock.now()} zone="UTC" /> UTC</dd></div>
        </dl>
      </footer>
    </div>
  );
}
