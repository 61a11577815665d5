/** The name by which people call an incident: INC-<year declared>-<number>. */
export function incidentName(incident: { number: number; declaredAt: Date }): string {
  return `INC-${incident.declaredAt.getUTCFullYear()}-${String(incident.number).padStart(3, "0")}`;
}
