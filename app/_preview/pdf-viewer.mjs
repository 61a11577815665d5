// Draws a PDF inside a sandboxed document without an origin. Scripts of the PDF are never run: pdf.js is given no sandbox for them.
const beside = (name) => import(new URL(name, import.meta.url).href);
const { getDocument } = await beside("pdf.mjs");
const { WorkerMessageHandler } = await beside("worker.mjs");

// A document without an origin may start no worker, so the parser runs here.
globalThis.pdfjsWorker = { WorkerMessageHandler };

const pages = document.querySelector("main");
const say = (sentence) => {
  const line = document.createElement("p");
  line.textContent = sentence;
  pages.append(line);
};

async function draw(pdf, number, ratio) {
  const page = await pdf.getPage(number);
  const width = Math.min(900, document.body.clientWidth - 24);
  const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * ratio });
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Page ${number} of ${pdf.numPages}`);
  pages.append(canvas);
  await page.render({ canvas, viewport }).promise;
  const text = document.createElement("div");
  text.className = "unseen";
  text.textContent = (await page.getTextContent()).items.map((item) => item.str ?? "").join(" ");
  pages.append(text);
}

try {
  const pdf = await getDocument({ url: pages.dataset.src, disableFontFace: true, useWasm: false, enableXfa: false, isEvalSupported: false, stopAtErrors: false }).promise;
  const most = Number(pages.dataset.most);
  if (pdf.numPages > most) say(`The first ${most} of ${pdf.numPages} pages.`);
  for (let number = 1; number <= Math.min(most, pdf.numPages); number += 1) await draw(pdf, number, Math.min(2, globalThis.devicePixelRatio || 1));
} catch (error) {
  say(`The PDF cannot be shown: ${error.name === "PasswordException" ? "it is protected with a password" : "it is damaged, or was altered where it lies"}. Download it.`);
}
