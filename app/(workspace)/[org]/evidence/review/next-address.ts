/** The next address of the inbox with what was decided last; the inbox itself when the address leads elsewhere. */
export function nextAddress(next: string, inbox: string, done: string): string {
  const url = new URL(next, "http://own.invalid");
  const query = url.pathname === inbox ? url.searchParams : new URLSearchParams();
  query.set("done", done);
  return `${inbox}?${query.toString()}`;
}
