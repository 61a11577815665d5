import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import type { DriftCount } from "#lib/drift/index.ts";

/** Says that the library or the folder says something else of a control than when it was last agreed on; nothing where they do not. */
export function MovedBanner({ drift: { library, folder }, href }: { drift: DriftCount; href: string }) {
  if (library + folder === 0) return null;
  const who = library > 0 && folder > 0 ? "The library and the folder of files say" : library > 0 ? "The library says" : "The folder of files says";
  return <div className="mt-4"><Banner tone="info" title={`${who} something else of it by now.`} action={<Link className="link" href={href}>See what differs</Link>}>Take it over, or keep your own.</Banner></div>;
}
