import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { ControlSpecimens } from "./control-specimens.tsx";
import { RecordSpecimens, TableSpecimens } from "./data-specimens.tsx";
import { GalleryShell } from "./gallery-shell.tsx";
import { FACTS } from "./sample-data.ts";
import { PickerSpecimens } from "./picker-specimens.tsx";
import { StatusSpecimens } from "./status-specimens.tsx";

/** Every component in every state, in the shell. */
export default function GalleryPage() {
  return (
    <GalleryShell>
      <PageFrame crumbs={[{ label: "Fernhall Systems", href: "/gallery" }, { label: "Gallery" }]} facts={FACTS}>
        <PageTitle title="Gallery" note="every component, every state" />
        <StatusSpecimens />
        <ControlSpecimens />
        <PickerSpecimens />
        <TableSpecimens />
        <RecordSpecimens />
      </PageFrame>
    </GalleryShell>
  );
}
