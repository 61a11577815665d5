/** What the letters of a control's code stand for, in the order in which people read them. */
export const DOMAINS = {
  GOV: "Governance and risk",
  PPL: "People",
  ACC: "Access",
  AST: "Information and assets",
  SYS: "Systems and monitoring",
  CHG: "Change and development",
  INC: "Incidents",
  CON: "Continuity",
  VEN: "Suppliers",
  PHY: "Premises",
} as const;

export type Domain = keyof typeof DOMAINS;

/** The letters of a code: SYS of SYS.2.07. */
export function domainOf(code: string): string {
  return code.split(".")[0] ?? code;
}
