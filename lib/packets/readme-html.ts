import { shortDayRange } from "#lib/evidence/client.ts";
import { ledgerLines } from "./ledger-words.ts";
import { PEOPLE_ARE } from "./index-files.ts";
import { completenessStatement, populationsOf, type SettledPacket } from "./settled-packet.ts";
import { countStatuses, statusWord } from "./status-words.ts";

const STYLE = `
:root{color-scheme:light}body{font:15px/1.5 system-ui,sans-serif;color:#1c2024;max-width:62rem;margin:3rem auto;padding:0 1.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1rem;border-bottom:1px solid #1c2024;padding-bottom:.3rem;margin:2.4rem 0 .6rem}
p.m,td.m{color:#60646c}table{border-collapse:collapse;width:100%;font-size:.9rem}th{text-align:left;font-weight:400;color:#60646c}
th,td{padding:.35rem .8rem .35rem 0;border-bottom:1px solid #e0e1e6;vertical-align:top;overflow-wrap:anywhere}code,pre{font:.85rem/1.5 ui-monospace,monospace}
pre{background:#f9f9fb;padding:.8rem 1rem;white-space:pre-wrap}a{color:#1c2024}@media print{body{margin:0;max-width:none;font-size:11px}a{text-decoration:none}}`;

/** `data/README.html`: an index for a browser without a network: no script, no outside resource, prints well. */
export function readmeHtml(packet: SettledPacket): string {
  const { content } = packet;
  const { control, period } = content;
  const title = `${control.code} ${control.title}`;
  const lineOf = ledgerLines(content.ledger);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}: evidence packet</title>
<style>${STYLE}</style>
</head>
<body>
<p class="m">Evidence packet ${text(content.packetId)}${content.demo ? ", demo data" : ""}</p>
<h1>${text(title)}</h1>
<p>${text(content.organizationName)}, ${text(shortDayRange(period.firstDay, period.lastDay))} (${text(period.firstDay)} to ${text(period.lastDay)}, ${text(period.timeZone)}). Made ${text(content.madeAt.toISOString())} at the request of ${text(content.requestedBy)}.</p>
<p><strong>${text(completenessStatement(packet))}</strong> ${content.coverage.summary.provenDays} of ${content.coverage.summary.endedDays} days are proven. Requests: ${text(countStatuses(packet.requests))}.</p>
<p class="m">Status is management’s view. The opinion is the auditor’s and is not part of this packet.</p>
${content.people === undefined ? "" : `<p class="m">People are ${text(PEOPLE_ARE)}</p>\n`}<h2>Start here</h2>
<table><tbody>
${fileRow("data/report.pdf", "The report, to read and print")}
${fileRow("data/requests.json", "Each evidence request with the files that answer it")}
${content.ledger.proofs === undefined ? "" : `${fileRow("data/ledger/proofs.json", "What the ledger commits to of this evidence, with proofs")}\n`}${fileRow("data/omissions.json", `What is not here, and why: ${packet.omissions.length}`)}
${packet.evidence.some(({ source }) => (source.restsOn ?? []).some(({ record }) => record !== null)) ? "<tr><td>collections</td><td>The record of each collection that a check rested on: what was asked, what came, what is missing. The .meta.json beside the check’s file names them</td></tr>\n" : ""}${populationsOf(packet).map((one) => fileRow(`data/populations/${one.name}.jsonl`, `${one.rows} ${one.name}: the record. ${one.reconciliation.statement}`)
    + fileRow(`data/populations/${one.name}.view.csv`, "The same rows to open in a spreadsheet; cells that would run as a formula start with an apostrophe")
    + fileRow(`data/populations/${one.name}.ipe.json`, "How the listing was produced")).join("\n")}
</tbody></table>
<h2>Evidence requests</h2>
${packet.requests.length === 0 ? "<p>None is defined.</p>" : `<table><thead><tr><th scope="col">No.</th><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Files and omissions</th></tr></thead><tbody>
${packet.requests.map((one) => `<tr><td>${one.number}</td><td>${text(one.title)}</td><td>${statusWord(one.status)}${one.because === "" ? "" : `<br>${text(one.because)}`}</td><td>${[...one.files.map(link), ...one.omissionIds.map(text)].join("<br>")}</td></tr>`).join("\n")}
</tbody></table>`}
<h2>Evidence</h2>
${packet.evidence.length === 0 ? "<p>None.</p>" : `<table><thead><tr><th scope="col">Id</th><th scope="col">File</th><th scope="col">Title</th><th scope="col">SHA-256</th>${content.ledger.proofs === undefined ? "" : '<th scope="col">Ledger</th>'}</tr></thead><tbody>
${packet.evidence.map((one) => `<tr><td>${text(one.source.id)}</td><td>${link(one.path)}</td><td>${text(one.source.title)}</td><td><code>${one.measure.sha256}</code></td>${content.ledger.proofs === undefined ? "" : `<td>${text(lineOf(one.source.id))}</td>`}</tr>`).join("\n")}
</tbody></table>`}
<h2>Log segments</h2>
${packet.segments.length === 0 ? "<p>None.</p>" : `<table><thead><tr><th scope="col">File</th><th scope="col">Source</th><th scope="col">Lines parsed</th><th scope="col">Not parsed</th><th scope="col">SHA-256</th></tr></thead><tbody>
${packet.segments.map((one) => `<tr><td>${link(one.path)}</td><td>${text(one.source.sourceName)}</td><td>${one.source.parsedLines}</td><td>${one.source.unparsedLines}</td><td><code>${one.measure.sha256}</code></td></tr>`).join("\n")}
</tbody></table>`}
<h2>How to check</h2>
<p>The file VERIFY.txt beside this folder has the commands for Linux, macOS and Windows. The first:</p>
<pre>sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt</pre>
</body>
</html>
`;
}

function fileRow(path: string, says: string): string {
  return `<tr><td>${link(path)}</td><td>${text(says)}</td></tr>`;
}

/** README.html stands in `data/`; paths are relative to the bag. */
function link(path: string): string {
  const inside = path.replace(/^data\//u, "");
  return `<a href="${text(inside.split("/").map(encodeURIComponent).join("/"))}">${text(inside)}</a>`;
}

function text(value: string): string {
  return value.toWellFormed().replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
