import type { Environment } from "../env.ts";
import { openClamdScanner } from "./clamd-scanner.ts";
import { noScanner, type VirusScanner } from "./virus-scanner.ts";

/** The scanner that the settings name, or none. */
export function openVirusScanner({ clamd }: Pick<Environment, "clamd">): VirusScanner {
  return clamd === undefined ? noScanner : openClamdScanner(clamd);
}
