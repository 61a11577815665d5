import type { Connector } from "#lib/connector/index.ts";

/** Every connector, by its folder. */
export const CONNECTORS: readonly Connector[] = [];
