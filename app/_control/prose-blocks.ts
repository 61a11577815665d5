/** A piece of a line: plain words, code, or a link that may be followed. */
export type Inline = { kind: "text" | "code" | "strong"; text: string } | { kind: "link"; text: string; href: string };

export type Block = { kind: "paragraph"; inlines: Inline[] } | { kind: "list"; ordered: boolean; items: Inline[][] };

const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/;
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/**
 * Reads the part of Markdown that controls are written in: paragraphs, lists, links, `code` and **strong** words.
 * Everything else stays as it was typed. Only web addresses become links; others keep their words alone.
 */
export function proseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  let parts: string[] = [];
  const close = (): void => {
    if (parts.length > 0) blocks.push({ kind: "paragraph", inlines: inlinesOf(parts.join(" ")) });
    parts = [];
    open = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    if (line.trim() === "") close();
    else if (item !== null) {
      const ordered = item[1] !== undefined;
      if (open?.kind !== "list" || open.ordered !== ordered) {
        close();
        open = { kind: "list", ordered, items: [] };
        blocks.push(open);
      }
      open.items.push(inlinesOf(item[2] ?? ""));
    } else if (open?.kind === "list") open.items.at(-1)?.push({ kind: "text", text: " " }, ...inlinesOf(line.trim()));
    else parts.push(line.trim());
  }
  close();
  return blocks;
}

function inlinesOf(text: string): Inline[] {
  const inlines: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) inlines.push({ kind: "text", text: text.slice(at, match.index) });
    const [whole, code, strong, words, address] = match;
    if (code !== undefined) inlines.push({ kind: "code", text: code });
    else if (strong !== undefined) inlines.push({ kind: "strong", text: strong });
    else inlines.push(linkOf(words ?? "", address ?? ""));
    at = match.index + whole.length;
  }
  if (at < text.length) inlines.push({ kind: "text", text: text.slice(at) });
  return inlines;
}

function linkOf(text: string, address: string): Inline {
  const safe = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  return safe ? { kind: "link", text, href: address } : { kind: "text", text };
}
