import type { ReactNode } from "react";
import { notFound, unstable_rethrow } from "next/navigation";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { auditorContext } from "./auditor-context.ts";
import { pageContext } from "./page-context.ts";

/**
 * What a page shows instead of itself after an error of its verb: 404 for not_found, a state in words for a refusal.
 * What nobody foresaw goes on to the nearest error.tsx, with the request's id in the log.
 */
export function pageError(error: unknown, requestId: string): ReactNode {
  unstable_rethrow(error);
  if (isAppError(error, "not_found")) notFound();
  if (isAppError(error) && error.code !== "internal") {
    const title = error.code === "forbidden" ? "You cannot see this" : "This address cannot be shown";
    return <RefusedPage title={title} message={error.message} requestId={requestId} />;
  }
  log.error("page.failed", { request: requestId, ...errorFields(error) });
  throw error;
}

/** A page's place when the person may not see it: said in words, never an empty page. */
export function RefusedPage({ title, message, requestId }: { title: string; message: string; requestId: string }) {
  return (
    <section role="status" aria-labelledby="refused" className="mx-auto my-16 max-w-prose px-4">
      <h1 id="refused" className="text-lg font-semibold">{title}</h1>
      <p className="mt-2">{message}</p>
      <p className="mt-4 text-sm">Number of this request: <code>{requestId}</code></p>
    </section>
  );
}

/**
 * A page of the workspace: its context, then its render; refusals of verbs become states of the page.
 * Call verbs inside `render`, not in components below it: those are drawn after this function has returned.
 */
export async function runPage(orgSlug: string, render: (context: Context) => Promise<ReactNode>): Promise<ReactNode> {
  const context = await pageContext(orgSlug);
  try {
    return await render(context);
  } catch (error) {
    return pageError(error, context.requestId);
  }
}

/** The same for a page of the auditor portal. */
export async function runAuditorPage(engagementId: string, render: (context: Context) => Promise<ReactNode>): Promise<ReactNode> {
  const context = await auditorContext(engagementId);
  try {
    return await render(context);
  } catch (error) {
    return pageError(error, context.requestId);
  }
}
