import { headers } from "next/headers";
import { clientAddress } from "./client-address.ts";

/** The address that this request came from, for throttling alone. */
export async function requestAddress(): Promise<string> {
  return clientAddress((await headers()).get("x-forwarded-for"));
}
