"use client";
import { Button } from "./_ui/button.tsx";
import { ErrorState } from "./_ui/error-state.tsx";

type ErrorProps = { error: unknown; retry: () => void };

/** The number by which the server's log knows an error; errors of the browser have none. */
function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
}

/** What nobody foresaw, inside a page: the rest of the product stands. */
export default function PageFailed({ error, retry }: ErrorProps) {
  return (
    <div className="mx-auto max-w-[72ch] px-4 py-16">
      <h1 className="mb-4">This page could not be shown</h1>
      <ErrorState title="Something failed that should not have" requestId={digestOf(error)} action={<Button kind="primary" onClick={() => retry()}>Try again</Button>}>
        Your data and every other page are unaffected. If it happens again, send the number below to whoever runs Tickmark for you.
      </ErrorState>
    </div>
  );
}
