import { fileURLToPath } from "node:url";

/** The checks that Tickmark ships. */
export const CHECKS_FOLDER = fileURLToPath(new URL("../../../controls/checks/", import.meta.url));
