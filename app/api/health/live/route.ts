/** For whoever restarts processes: 200 while this one answers, whatever it depends on does. */
export function GET(): Response {
  return Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } });
}
