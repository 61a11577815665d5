import type { ReactNode } from "react";
import { proseBlocks, type Inline } from "./prose-blocks.ts";

/** A control's text: paragraphs, lists and links, at a width that reads well. */
export function Prose({ text }: { text: string }) {
  return (
    <div className="grid max-w-[72ch] gap-3 text-base">
      {proseBlocks(text).map((block, index) => {
        if (block.kind === "paragraph") return <p key={index}>{drawn(block.inlines)}</p>;
        const items = block.items.map((item, at) => <li key={at}>{drawn(item)}</li>);
        return block.ordered ? <ol key={index} className="grid list-decimal gap-1.5 pl-5">{items}</ol> : <ul key={index} className="grid list-disc gap-1.5 pl-5">{items}</ul>;
      })}
    </div>
  );
}

function drawn(inlines: readonly Inline[]): ReactNode {
  return inlines.map((one, index) => {
    switch (one.kind) {
      case "text": return <span key={index}>{one.text}</span>;
      case "code": return <code key={index}>{one.text}</code>;
      case "strong": return <strong key={index}>{one.text}</strong>;
      case "link": return <a key={index} className="link" href={one.href} rel="noreferrer noopener">{one.text}</a>;
    }
  });
}
