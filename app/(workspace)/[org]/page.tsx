import { redirect } from "next/navigation";
import { pageContext } from "#app/_edge/page-context.ts";
import { firstScreen } from "#lib/navigation/index.ts";

/** The organization's address alone leads to the person's first screen. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { actor } = await pageContext(org);
  redirect(actor.kind === "member" && actor.role !== "auditor" ? `/${org}/${firstScreen(actor.role)}` : "/");
}
