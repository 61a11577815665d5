"use client";
import { Button } from "#app/_ui/button.tsx";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { Input } from "#app/_ui/input.tsx";
import { InstantDetails } from "#app/_ui/instant-details.tsx";
import { useToast } from "#app/_ui/toast.tsx";
import { ZONE } from "./sample-data.ts";
import { Row, Specimen } from "./specimen.tsx";

/** What opens on top, and what announces. */
export function LayerSpecimens() {
  const toast = useToast();
  return (
    <Specimen name="Layers">
      <Row>
        <Dialog trigger="Assign owner" title="Assign an owner" description="The owner is told at once and sees the control in My work.">
          <form><Input label="Owner" name="owner" defaultValue="Priya Raman" /><DialogActions><Button kind="primary" type="submit">Assign owner</Button></DialogActions></form>
        </Dialog>
        <ConfirmDialog trigger="Seal packet" kind="danger" title="Seal packet pkt-0190f3" consequence="Its 47 files are signed and can never be changed. A mistake needs a new packet." confirm="Seal packet" word="seal" action={() => undefined} />
        <FilterMenu label="State" options={[{ label: "Any", href: "/gallery", current: true, count: 263 }, { label: "To judge", href: "/gallery?state=open", current: false, count: 7 }, { label: "Judged", href: "/gallery?state=judged", current: false, count: 256 }]} />
        <Button onClick={() => toast({ title: "Verdict recorded", description: "ALR-4134 is expected.", tone: "positive", undo: () => toast({ title: "Verdict taken back" }) })}>Announce</Button>
        <Button onClick={() => toast({ title: "Jira refused the token", description: "61 tickets were not read.", tone: "fault" })}>Announce a fault</Button>
      </Row>
      <Row><InstantDetails at="2026-11-20T09:14:00Z" zone={ZONE} relative="8 min ago" /><Hash value="83c5ad85494663cea2d095d92c7633704eadd731c113d7db1895f44cef179d3b" /></Row>
    </Specimen>
  );
}
