import type { saveOwnFramework } from "#lib/frameworks/index.ts";

type OwnFramework = Parameters<typeof saveOwnFramework>[1]["framework"];

const CHAPTERS = [
  "Governance", "Risk", "People", "Access", "Information", "Systems", "Monitoring", "Change", "Development", "Incidents",
  "Continuity", "Suppliers", "Premises", "Privacy", "Payments", "Records",
];
const DEMANDS = [
  "is written down and approved", "has a named owner", "is reviewed every quarter", "is limited to who needs it", "leaves a record of who did what",
  "is tested before it is relied on", "is explained to those who do it", "is measured against a target", "is kept for the period agreed", "ends when its reason ends",
];
const SUBJECTS = ["every policy", "each production system", "privileged access", "remote work", "what suppliers do", "the handling of card data", "a change to production", "the backup of data", "each exception", "what auditors ask for"];

/** A company's own set of demands, of as many items as are asked for, in chapters with two levels. */
export function ownFramework(items: number): OwnFramework {
  const requirements = Array.from({ length: items }, (_, index) => {
    const perChapter = Math.ceil(items / CHAPTERS.length);
    const chapter = Math.floor(index / perChapter);
    const place = index % perChapter;
    const [major, minor] = [Math.floor(place / 8) + 1, place % 8];
    const id = `${chapter + 1}.${major}`;
    const title = `${CHAPTERS[chapter]}: ${SUBJECTS[(index * 7 + major) % SUBJECTS.length]} ${DEMANDS[(place * 3 + chapter) % DEMANDS.length]}`;
    return { id: minor === 0 ? id : `${id}.${minor}`, title, parent: minor === 0 ? null : id, group: `C${chapter + 1}`, newInEdition: false };
  });
  return {
    id: "group-controls", name: "Group control standard", edition: "2026", publisher: "Large organization", itemLabel: { one: "item", many: "items" },
    validFrom: null, validUntil: null, validityNote: null, source: "Invented for a demo organization.", notCovered: [],
    groups: CHAPTERS.map((title, index) => ({ id: `C${index + 1}`, title, parent: null })),
    requirements,
  };
}

