import type { ReactNode } from "react";
import { notFound } from "next/navigation";
import { env } from "#lib/platform/env.ts";

export const metadata = { title: "Gallery" };

/** Every component in every state. Served only where TICKMARK_GALLERY is on: for development and for the tests. */
export default function GalleryLayout({ children }: { children: ReactNode }) {
  if (!env().gallery) notFound();
  return children;
}
