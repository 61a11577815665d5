import { Download } from "lucide-react";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Kbd } from "#app/_ui/kbd.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { UploadDropzone } from "#app/_ui/upload-dropzone.tsx";
import { LayerSpecimens } from "./layer-specimens.tsx";
import { Row, Specimen } from "./specimen.tsx";

const FREQUENCIES = [{ value: "weekly", label: "Weekly" }, { value: "quarterly", label: "Quarterly" }, { value: "yearly", label: "Yearly" }];

/** Buttons, fields, uploads, layers. */
export function ControlSpecimens() {
  return (
    <>
      <Specimen name="Buttons">
        <Row><Button kind="primary">Accept evidence</Button><Button>Create packet</Button><Button kind="quiet">Assign</Button><Button kind="danger">Revoke token</Button><Button disabled>Seal packet</Button></Row>
        <Row><LinkButton href="/gallery" kind="primary" icon={<Download aria-hidden="true" />}>Download, 86.4 MB</LinkButton><Button kbd="1">False positive</Button><Button kind="primary" kbd="4">Declare incident</Button><Button size="lg">Use a passkey</Button><span><Kbd>Ctrl</Kbd> <Kbd>K</Kbd></span><CopyButton value="pkt-0190f3" label="Copy the packet's id" /></Row>
        <form action="/gallery"><SubmitButton pendingLabel="Saving…">Set owner</SubmitButton></form>
      </Specimen>
      <Specimen name="Fields">
        <div className="grid gap-8 md:grid-cols-2">
          <form className="max-w-md">
            <Input label="E-mail" name="email" type="email" autoComplete="off" defaultValue="ines.okafor@fernhall.example" />
            <Input label="Acknowledge within" name="minutes" hint="In minutes, counted from the alert." error="Write a whole number from 1 to 1,440." defaultValue="soon" />
            <Select label="Frequency" name="frequency" options={FREQUENCIES} defaultValue="quarterly" />
            <Textarea label="Rationale" name="rationale" hint="Auditors read it." optional defaultValue="Alert receivers are the on-call rota; the rota is reviewed quarterly." />
          </form>
          <div className="max-w-md">
            <FormError message="The owner left on 14 Nov. Nothing was saved." requestId="req_0190f3c2" />
            <div className="mt-4"><RadioGroup label="Verdict" name="verdict" defaultValue="expected" options={[{ value: "false_positive", label: "False positive", hint: "The rule was wrong." }, { value: "expected", label: "Expected" }, { value: "incident", label: "Security event" }]} /></div>
            <Fieldset legend="Who is told" hint="At once, by mail."><Checkbox label="Owner of the control" name="owner" defaultChecked /><Checkbox label="Auditors of the engagement" name="auditors" hint="They see it in their portal anyway." /><Checkbox label="I have read the consequence" name="read" error="Tick it to go on." /></Fieldset>
            <Input label="Sealed on" name="sealed" defaultValue="20 Nov 2026" disabled />
          </div>
        </div>
      </Specimen>
      <Specimen name="Upload"><div className="max-w-lg"><UploadDropzone url="/api/uploads/none" label="Drop evidence here" name="upload" hint="PDF, CSV or pictures." maxBytes={25_000_000} multiple /></div></Specimen>
      <Specimen name="Code to scan"><QrCode text="otpauth://totp/Tickmark:ines.okafor@fernhall.example?secret=JBSWY3DPEHPK3PXP" label="Code for an authenticator app" /></Specimen>
      <LayerSpecimens />
    </>
  );
}
