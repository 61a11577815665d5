"use client";
import { Button } from "./_ui/button.tsx";
import "./globals.css";

/** When even the document's frame failed: words and a button, nothing that could fail again. */
export default function EverythingFailed({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="mx-auto grid max-w-[60ch] gap-4 px-4 py-16">
          <h1>Tickmark could not be shown</h1>
          <p className="text-base text-muted">Something failed before the page could be drawn. Nothing that was stored is affected.</p>
          {digest === undefined ? null : <p className="text-muted">Number of this failure: <code>{digest}</code></p>}
          <p><Button kind="primary" onClick={() => retry()}>Try again</Button></p>
        </main>
      </body>
    </html>
  );
}
