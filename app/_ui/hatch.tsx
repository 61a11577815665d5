/** Hatching in the current tone: a hole keeps its cause when printed in grey. */
export function HatchPattern({ id, size = 4 }: { id: string; size?: number }) {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={size} height={size} className="hatch-ground" />
      <rect width={size * 0.34} height={size} className="hatch-line" />
    </pattern>
  );
}
