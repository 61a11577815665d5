/** How notifications name an occurrence, which has no row: by its control and the first day of its window. */
export function occurrenceSubject(controlId: string, firstDay: string): string {
  return `${controlId}:${firstDay}`;
}
