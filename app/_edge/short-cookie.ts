import { cookies } from "next/headers";
import { runtime } from "#lib/platform/runtime.ts";

/**
 * A cookie that carries one step's secret to the next. Scripts cannot read it, and it opens nothing by itself. A strict
 * one is sent with requests of our own pages alone; a lax one also when another site leads back here, as a provider does.
 */
export type ShortCookie = { keep(value: string, expires: Date): Promise<void>; drop(): Promise<void>; read(): Promise<string | null> };

export function shortCookie(suffix: string, sameSite: "strict" | "lax" = "strict"): ShortCookie {
  const secure = (): boolean => runtime().baseUrl.startsWith("https://");
  const name = (): string => `${secure() ? "__Host-" : ""}tickmark.${suffix}`;
  const options = () => ({ httpOnly: true, sameSite, path: "/", secure: secure() }) as const;
  return {
    keep: async (value, expires) => void (await cookies()).set(name(), value, { ...options(), expires }),
    drop: async () => void (await cookies()).set(name(), "", { ...options(), maxAge: 0 }),
    read: async () => (await cookies()).get(name())?.value ?? null,
  };
}
