import { z } from "zod";
import { handleRoute } from "#app/_edge/route-context.ts";
import { parseInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { checkRuleText, RULE_LIMITS } from "#lib/rules/index.ts";

const body = z.object({ text: z.string().max(RULE_LIMITS.textChars), tunes: z.string().max(256).nullable() });

/** A text as it is written, compiled and its examples run; nothing is kept. */
export async function POST(request: Request, { params }: { params: Promise<{ org: string }> }): Promise<Response> {
  const { org } = await params;
  return handleRoute(request, { org }, async (context) => {
    const checked = await checkRuleText(context, parseInput(body, await jsonOf(request)));
    return Response.json(checked, { headers: { "cache-control": "no-store" } });
  });
}

async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError("validation", "invalid_json", "This is not JSON.");
    throw error;
  }
}
