import type { Maintenance } from "#lib/platform/maintenance.ts";

/** Seconds after which it is worth asking again. */
export const MAINTENANCE_RETRY_S = 30;
/** What balancers and monitors ask goes on being answered. */
const ALWAYS_OPEN = /^\/(api\/health(\/|$)|metrics$)/;

export function answersDuringMaintenance(pathname: string): boolean {
  return ALWAYS_OPEN.test(pathname);
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The page that stands for every other while the installation is closed. It asks again by itself, and needs no script. */
function page({ since, note }: Maintenance, nonce: string): string {
  const at = since.toISOString();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${MAINTENANCE_RETRY_S}">
<title>Closed for maintenance · Tickmark</title>
<link rel="icon" href="/icon.svg">
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; font: 400 14px/1.55 "Inter Variable", Inter, system-ui, sans-serif; }
main { box-sizing: border-box; width: 100%; max-width: 440px; padding: 32px 24px; }
img { display: block; width: 28px; height: 28px; margin-bottom: 24px; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; }
p { margin: 0 0 12px; }
p.note { padding: 8px 0 8px 12px; border-left: 2px solid GrayText; overflow-wrap: anywhere; }
p.quiet { margin-top: 24px; padding-top: 12px; border-top: 1px solid GrayText; font-size: 12px; opacity: 0.8; }
</style>
</head>
<body>
<main>
<img src="/icon.svg" alt="">
<h1>Closed for maintenance</h1>
<p>Whoever runs this Tickmark has closed it for a while. Nothing is lost: what was sent is kept, and what was asked for is made when it opens again.</p>
${note === "" ? "" : `<p class="note">${escaped(note)}</p>\n`}<p class="quiet">Closed since <time datetime="${at}">${at.slice(0, 16).replace("T", " ")} UTC</time>. This page looks again every ${MAINTENANCE_RETRY_S} seconds.</p>
</main>
</body>
</html>
`;
}

/** 503 with a calm page for people; programs get the same as JSON. */
export function maintenanceAnswer(maintenance: Maintenance, accept: string | null, nonce: string): Response {
  const headers = { "retry-after": String(MAINTENANCE_RETRY_S), "cache-control": "no-store" };
  if (accept?.includes("text/html") === true) return new Response(page(maintenance, nonce), { status: 503, headers: { ...headers, "content-type": "text/html; charset=utf-8" } });
  const error = { code: "maintenance", message: "Tickmark is closed for maintenance. Try again later.", since: maintenance.since.toISOString() };
  return Response.json({ error }, { status: 503, headers });
}
