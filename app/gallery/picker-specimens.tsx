"use client";
import { Archive, Copy, Trash2 } from "lucide-react";
import { ActionMenu } from "#app/_ui/action-menu.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Combobox, MultiCombobox, type Choice } from "#app/_ui/combobox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { DayCalendar } from "#app/_ui/day-calendar.tsx";
import { PeriodPicker } from "#app/_ui/period-picker.tsx";
import { Popover } from "#app/_ui/popover.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { TagInput } from "#app/_ui/tag-input.tsx";
import { Tooltip } from "#app/_ui/tooltip.tsx";
import { useUndoToast } from "#app/_ui/use-undo-toast.ts";
import { ZONE } from "./sample-data.ts";
import { Row, Specimen } from "./specimen.tsx";

const TODAY = "2026-11-20";
const PEOPLE: readonly Choice[] = ["Hanna Lindqvist", "Ines Okafor", "Jonas Weber", "Priya Raman", "Ruth Adeyemi", "Tomás Rivera"].map((label, index) => ({ value: `p${index}`, label, note: index % 2 === 0 ? "Security Operations" : "Infrastructure" }));

/** Stands for a question to the server: late, and refused to whoever asks for "x". */
async function askLater(text: string): Promise<readonly Choice[]> {
  await new Promise((resolve) => setTimeout(resolve, 400));
  if (text.startsWith("x")) throw new Error("refused");
  return PEOPLE.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
}

/** Choosing one, several, a day, a period, words of one's own. */
export function PickerSpecimens() {
  return (
    <>
      <Specimen name="Choosing">
        <div className="grid gap-8 md:grid-cols-2">
          <form className="max-w-md">
            <Combobox label="Owner" name="owner" options={PEOPLE} defaultValue="p3" hint="Is told at once." />
            <Combobox label="Reviewer, asked of the server" name="reviewer" options={[]} search={askLater} placeholder="Type a name" />
            <Combobox label="Approver, refused" name="approver" options={PEOPLE} error="The approver cannot be the owner." />
          </form>
          <form className="max-w-md">
            <MultiCombobox label="Who is told" name="told" options={PEOPLE} defaultValues={["p0", "p5"]} />
            <TagInput label="Labels" name="labels" defaultTags={["production", "eu-west-1"]} hint="Enter ends a word." />
            <Segmented label="Who sees it" name="sees" defaultValue="internal" options={[{ value: "internal", label: "Internal" }, { value: "auditor", label: "Shared with auditor" }]} />
            <Segmented label="Frequency, missing" name="often" error="Choose one." options={[{ value: "w", label: "Weekly" }, { value: "m", label: "Monthly" }, { value: "q", label: "Quarterly" }]} />
          </form>
        </div>
      </Specimen>
      <Specimen name="Days and periods">
        <div className="grid gap-8 md:grid-cols-2">
          <form className="max-w-md">
            <PeriodPicker legend="Period of the audit" timeZone={ZONE} today={TODAY} defaultPeriod={{ firstDay: "2026-10-01", lastDay: "2026-12-31" }} presets={[{ name: "The engagement’s period", firstDay: "2026-10-01", lastDay: "2026-12-31" }]} />
            <div className="mt-6"><PeriodPicker legend="Period, reversed" timeZone={ZONE} today={TODAY} names={{ firstDay: "from", lastDay: "to" }} defaultPeriod={{ firstDay: "2026-12-31", lastDay: "2026-10-01" }} max={TODAY} /></div>
          </form>
          <form className="max-w-md">
            <DatePicker label="Due" name="due" today={TODAY} defaultValue="2026-11-27" />
            <DatePicker label="Sealed on" name="sealed" today={TODAY} defaultValue="31 Feb" error="There is no such day." optional />
            <div className="mt-4"><DayCalendar day="2026-11-12" today={TODAY} max="2026-11-25" onChoose={() => undefined} /></div>
          </form>
        </div>
      </Specimen>
      <LayerSpecimen />
    </>
  );
}

function LayerSpecimen() {
  const announce = useUndoToast();
  const done = () => announce({ title: "Priya Raman owns it now", description: "Hosts monitored", undo: () => Promise.resolve({ ok: true } as const), undone: "The owner is who it was before" });
  return (
    <Specimen name="Menus and notes">
      <Row>
        <ActionMenu label="More" items={[{ label: "Copy the address", icon: <Copy />, onSelect: done }, { label: "Open the list", href: "/gallery/list" }, { label: "Archive", icon: <Archive />, disabled: true, onSelect: done }, { label: "Delete", icon: <Trash2 />, danger: true, onSelect: done }]} />
        <ActionMenu label="Acts on EV-12" compact items={[{ label: "Withdraw", onSelect: done }]} />
        <Tooltip text="Read at 09:14, 14 of 14 sources"><Button>Collect now</Button></Tooltip>
        <Popover trigger="What counts" title="Coverage">Days on which accepted evidence speaks for the whole day.</Popover>
        <span>Population <Popover mark trigger="" label="What is a population?" title="Population">The complete set of items for a period.</Popover></span>
        <Button onClick={done}>Set owner, with undo</Button>
      </Row>
    </Specimen>
  );
}
