import { X } from "lucide-react";
import { Glyph } from "./glyph.tsx";
import { Meter } from "./meter.tsx";
import { sizeText } from "./size-text.ts";

export type UploadItem = {
  key: number;
  name: string;
  bytes: number;
  share: number;
  state: "sending" | "done" | "failed";
  problem?: string;
  resultId?: string;
  abort: AbortController;
};

/** One file on its way, arrived, or refused with the reason. */
export function UploadRow({ item, onRemove }: { item: UploadItem; onRemove: () => void }) {
  const percent = Math.round(item.share * 100);
  return (
    <li className="upload-row">
      {item.state === "sending" ? <Glyph name="soon" tone="inert" /> : item.state === "done" ? <Glyph name="tick" /> : <Glyph name="fail" tone="critical" />}
      <div className="min-w-0 flex-1">
        <p className="flex gap-2"><span className="truncate">{item.name}</span><span className="num ml-auto flex-none text-muted">{item.state === "sending" ? `${percent} % of ${sizeText(item.bytes)}` : sizeText(item.bytes)}</span></p>
        {item.state === "sending" ? <Meter label={`${item.name}, sent ${percent} %`} value={item.share} max={1} /> : null}
        {item.problem === undefined ? null : <p className="text-critical">{item.problem}</p>}
      </div>
      <button type="button" className="icon-btn" onClick={onRemove} aria-label={item.state === "sending" ? `Cancel ${item.name}` : `Remove ${item.name} from this list`}><X aria-hidden="true" /></button>
    </li>
  );
}
