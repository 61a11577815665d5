import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { readChrome } from "./_shell/read-chrome.ts";
import { ToastProvider } from "./_ui/toast.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Tickmark", template: "%s · Tickmark" },
  description: "Security controls kept true, and proven.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** The document. Reading the request's headers makes every route dynamic, so that its scripts carry this request's nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const { theme, keys } = await readChrome();
  return (
    <html lang="en" data-theme={theme} data-keys={keys ? "on" : "off"}>
      <body>
        <CSPProvider nonce={nonce}>
          <NuqsAdapter>
            <ToastProvider>{children}</ToastProvider>
          </NuqsAdapter>
        </CSPProvider>
      </body>
    </html>
  );
}
