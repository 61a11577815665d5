"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { TotpEnrolment } from "#lib/identity/client.ts";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { RecoveryCodeList } from "../recovery-code-list.tsx";

type Act<Answer> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;
type Confirmed = { recoveryCodes: string[] | null };

type TotpSetUpProps = {
  /** There is an app already. */
  exists: boolean;
  /** Where to go on afterwards: a path of this site, checked by the server. */
  next: string;
  begin: Act<TotpEnrolment>;
  confirm: Act<Confirmed>;
};

/** Password, then the code to scan and one of the app's codes, then the recovery codes. */
export function TotpSetUp({ exists, next, begin, confirm }: TotpSetUpProps) {
  const [begun, sendProof] = useActionState<FormState<TotpEnrolment>, FormData>(begin, unsent);
  const [confirmed, sendCode] = useActionState<FormState<Confirmed>, FormData>(confirm, unsent);
  if (confirmed.ok === true) return <Done codes={confirmed.answer.recoveryCodes} next={next} />;
  if (exists) return <Done codes={null} next={next} />;
  if (begun.ok === true) return <Scan enrolment={begun.answer} state={confirmed} submit={sendCode} />;
  return (
    <form action={sendProof} className="mt-6 max-w-[360px]">
      {begun.ok === false && problemOf(begun, "proof") === undefined ? <div className="mb-4"><FormError message={begun.message} requestId={begun.requestId} /></div> : null}
      <p className="mb-4 max-w-[60ch]">You need an authenticator app on your phone, such as Aegis, Google Authenticator, 1Password or the one of your phone&rsquo;s maker. First show that it is you.</p>
      <ProofField error={problemOf(begun, "proof")} hasFactor={false} />
      <div className="mt-5"><SubmitButton kind="primary" pendingLabel="Checking…">Continue</SubmitButton></div>
    </form>
  );
}

function Scan({ enrolment, state, submit }: { enrolment: TotpEnrolment; state: FormState<Confirmed>; submit: (form: FormData) => void }) {
  return (
    <form action={submit} className="mt-6 grid gap-5">
      {state.ok === false && problemOf(state, "code") === undefined ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div className="flex flex-wrap gap-x-6 gap-y-4">
        <QrCode text={enrolment.uri} label="QR code with the key for your authenticator app" />
        <div className="min-w-0 flex-1 basis-60">
          <h2>Scan this with the app</h2>
          <p className="mt-2 max-w-[44ch] text-muted">Or type the key into it: it is the same. The key is shown now and never again.</p>
          <p className="mt-3 flex items-start gap-2"><code className="text-base break-words">{enrolment.key}</code><CopyButton value={enrolment.key.replaceAll(" ", "")} label="Copy key" /></p>
        </div>
      </div>
      <div className="max-w-[360px]">
        <Input
          label="Code that the app shows now" name="code" className="mono" inputMode="numeric" autoComplete="one-time-code" required autoFocus maxLength={10}
          hint="Six digits. They change every half minute." error={problemOf(state, "code")}
        />
        <div className="mt-5"><SubmitButton kind="primary" pendingLabel="Checking…">Turn on</SubmitButton></div>
      </div>
    </form>
  );
}

function Done({ codes, next }: { codes: readonly string[] | null; next: string }) {
  return (
    <div className="mt-6 grid gap-5" role="status">
      <Banner tone="positive" title="Your second factor is on.">{codes === null ? "Signing in asks for a code of your app." : "Your other sessions have ended; signing in asks for a code of your app from now on."}</Banner>
      {codes === null ? null : <RecoveryCodeList codes={codes} />}
      <div><LinkButton kind={codes === null ? "secondary" : "primary"} href={next}>{codes === null ? "Go on" : "I have kept them, go on"}</LinkButton></div>
    </div>
  );
}
