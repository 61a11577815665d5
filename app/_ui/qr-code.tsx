import { encode } from "uqr";

/** Modules left free around the code: what readers need to find it (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;

/** A text as a QR code, dark on light in both themes: readers expect it so. Whoever cannot scan must find the text beside it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width="208" height="208" shapeRendering="crispEdges" className="block rounded-sm border border-line">
      <rect width={size} height={size} fill="white" />
      <path d={path} fill="black" />
    </svg>
  );
}
