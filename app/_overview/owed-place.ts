import type { OwedItem } from "#lib/overview/index.ts";

/** Where a thing owed is done. */
export function owedHref(org: string, item: OwedItem): string {
  switch (item.kind) {
    case "evidence_request":
      return `/${org}/controls/${item.code}`;
    case "occurrence":
      return `/${org}/controls/${item.code}/occurrences/${item.placeId}`;
    case "finding":
      return `/${org}/findings/${item.placeId}`;
    case "alert":
      return `/${org}/alerts?alert=${item.placeId}`;
    case "incident":
      return `/${org}/incidents/${item.placeId}`;
  }
}

/** The word that stands for a thing's sign. */
export function owedWord(item: OwedItem, statusWord: string): string {
  if (item.kind === "occurrence") return item.status === "fail" ? "Control missed" : "Control to perform";
  if (item.kind === "finding") return item.status === "fail" ? "Finding late" : "Finding to remedy";
  return item.kind === "alert" ? "Alert to judge" : item.kind === "incident" ? "Incident to finish" : statusWord;
}
