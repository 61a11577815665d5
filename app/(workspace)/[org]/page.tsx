import { redirect } from "next/navigation";
import { pageContext } from "#app/_edge/page-context.ts";
import { readFirstScreen } from "#lib/navigation/index.ts";

/** The organization's address alone leads to the person's first screen. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const screen = await readFirstScreen(await pageContext(org), {});
  redirect(screen === null ? "/" : `/${org}/${screen}`);
}
