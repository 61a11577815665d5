import type { FileFinding } from "./findings.ts";
import { nameFits } from "./type-by-name.ts";

/** What was found in a file that bears a name, first that the name says another type than its content. */
export function fileFindings(fileName: string, inspection: { mediaType: string; findings: readonly FileFinding[] }): FileFinding[] {
  const differs: FileFinding[] = nameFits(fileName, inspection.mediaType) ? [] : [{ kind: "type_differs", detail: `By its content: ${inspection.mediaType}.` }];
  return [...differs, ...inspection.findings];
}
