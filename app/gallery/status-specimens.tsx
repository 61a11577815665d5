import { Avatar } from "#app/_ui/avatar.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { CountLegend } from "#app/_ui/count-legend.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { segmentOf } from "#app/_ui/strip-segment.ts";
import { Glyph } from "#app/_ui/glyph.tsx";
import { GLYPH_NAMES } from "#app/_ui/glyph-shapes.tsx";
import { Meter } from "#app/_ui/meter.tsx";
import { Person } from "#app/_ui/person.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { VisibilityBadge } from "#app/_ui/visibility-badge.tsx";
import { STATUS_NAMES } from "#lib/status/client.ts";
import { Row, Specimen } from "./specimen.tsx";

const FRESHNESS = [segmentOf("met", 109, "Fresh"), segmentOf("due_soon", 14), segmentOf("stale", 9), segmentOf("could_not_run", 5), segmentOf("never_collected", 11)];

/** Signs, words, hues, counts. */
export function StatusSpecimens() {
  return (
    <>
      <Specimen name="Status">
        <Row>{STATUS_NAMES.map((status) => <StatusBadge key={status} status={status} />)}</Row>
        <Row>{STATUS_NAMES.map((status) => <StatusInline key={status} status={status} />)}</Row>
        <Row><StatusBadge status="risk_accepted" until="31 Mar 2027" /><StatusBadge status="pass" word="Closed 2 Nov" /><StatusInline status="needs_review" word="Resolving" /><Badge tone="inert">v6</Badge></Row>
        <Row>{GLYPH_NAMES.map((name) => <span key={name} className="inline-flex items-center gap-1.5"><Glyph name={name} /><code className="text-xs text-muted">{name}</code></span>)}</Row>
      </Specimen>
      <Specimen name="Severity, visibility, people">
        <Row>{(["critical", "high", "medium", "low", "informational"] as const).map((level) => <Severity key={level} level={level} />)}<Severity level="high" bare /></Row>
        <Row><VisibilityBadge to="internal" /><VisibilityBadge to="auditor" /><Avatar name="Ines Okafor" /><Avatar name="Tomás Rivera" size={24} /><Person name="Ruth Adeyemi" note="auditor" /></Row>
      </Specimen>
      <Specimen name="Counts">
        <div className="max-w-sm"><CountStrip label="Evidence freshness" segments={FRESHNESS} /><div className="pt-2"><CountLegend segments={FRESHNESS.map((one, index) => ({ ...one, note: ["", "within 7 days", "oldest 31 days", "4 connections", "first due 24 Nov"][index] }))} /></div></div>
        <div className="max-w-sm"><CountStrip label="Readiness, SOC 2" segments={[segmentOf("met", 19), segmentOf("partial", 4), segmentOf("fail", 2), segmentOf("denied", 2), segmentOf("not_yet_known", 4), segmentOf("not_applicable", 1)]} /></div>
        <div className="max-w-sm"><CountStrip label="Before the first collection" segments={[]} /></div>
        <div className="grid max-w-sm gap-3"><Meter label="Acknowledge: 3 min of 30 min" value={3} max={30} /><Meter label="Close: 6 of 5 days" value={6} max={5} /></div>
      </Specimen>
    </>
  );
}
