import type { ReactNode } from "react";
import { notFound, unstable_rethrow } from "next/navigation";
import type { Context } from "#lib/platform/context.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { isAppError, type ErrorCode } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { auditorContext } from "./auditor-context.ts";
import { pageContext } from "./page-context.ts";

/**
 * What a page shows instead of itself after an error of its verb: 404 for not_found, a state in words for a refusal.
 * What nobody foresaw goes on to the nearest error.tsx, with the request's id in the log.
 */
function pageError(error: unknown, requestId: string): ReactNode {
  unstable_rethrow(error);
  if (isAppError(error, "not_found")) notFound();
  if (isAppError(error) && error.code !== "internal") {
    return <RefusedPage code={error.code} message={error.message} requestId={requestId} />;
  }
  log.error("page.failed", { request: requestId, ...errorFields(error) });
  throw error;
}

type RefusedPageProps = { code: ErrorCode; message: string; requestId: string };

/** A page's place when it cannot be shown to this person or at this address: said in words, never an empty page. */
function RefusedPage({ code, message, requestId }: RefusedPageProps) {
  const forbidden = code === "forbidden";
  // A relative address without its query: the same page, from its beginning.
  const start = forbidden ? <LinkButton href="/">Go to the start</LinkButton> : <a className="btn" href="?">Start this page afresh</a>;
  return (
    <div className="page-body">
      <h1 className="mb-4">{forbidden ? "You cannot see this" : "This address cannot be shown"}</h1>
      <EmptyState kind={forbidden ? "no_permission" : "no_result"} title={message} action={start}>
        Request <code>{requestId}</code>
      </EmptyState>
    </div>
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
