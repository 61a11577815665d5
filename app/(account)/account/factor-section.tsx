import type { ReactNode } from "react";
import { LinkButton } from "#app/_ui/button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { MyFactors, MyPasskey } from "#lib/identity/client.ts";
import { addPasskeyAction, beginPasskeyAction, removePasskeyAction, removeTotpAction, renamePasskeyAction, renewRecoveryCodesAction } from "./actions.ts";
import { AddPasskey } from "./add-passkey.tsx";
import { RemoveTotp, RenewRecoveryCodes } from "./factor-forms.tsx";
import { RemovePasskey, RenamePasskey } from "./passkey-forms.tsx";

/** What a person proves themselves with beside the password, and how to change it. */
export function FactorSection({ factors }: { factors: MyFactors }) {
  const { totpSince, recoveryCodesLeft, passkeys, passkeyOrigin } = factors;
  const on = totpSince !== null || passkeys.length > 0;
  return (
    <>
      <Section title="Second factor" id="second-factor" aside={<span className="text-muted">{on ? "on" : "off"}</span>}>
        <p className="mb-3 max-w-[60ch] text-muted">A password can be stolen without you noticing. With a second factor it opens nothing alone.</p>
        <ul className="border-t border-line-soft">
          <Row name="Authenticator app" act={totpSince === null ? <LinkButton href="/account/second-factor">Set up</LinkButton> : <RemoveTotp action={removeTotpAction} />}>
            {totpSince === null ? "Six digits from an app on your phone" : <>Asked for since <Timestamp at={totpSince} zone="UTC" /></>}
          </Row>
          {on ? (
            <Row name="Recovery codes" act={<RenewRecoveryCodes action={renewRecoveryCodesAction} />}>
              {recoveryCodesLeft === 0 ? <span className="text-critical">None left</span> : `${recoveryCodesLeft} left`}, for when nothing else is at hand
            </Row>
          ) : null}
        </ul>
      </Section>
      <Section title="Passkeys" id="passkeys" count={passkeys.length}>
        <p className="mb-3 max-w-[60ch] text-muted">A passkey signs you in by finger, face or PIN of your device, without a password. It counts as both factors, and no false site can ask for it.</p>
        {passkeys.length === 0 ? null : <ul className="border-t border-line-soft">{passkeys.map((passkey) => <PasskeyRow key={passkey.id} passkey={passkey} />)}</ul>}
        {passkeyOrigin === null ? (
          <p className="text-muted">Passkeys need a host name, and this installation is reached by an address.</p>
        ) : (
          <AddPasskey acts={{ begin: beginPasskeyAction, add: addPasskeyAction }} origin={passkeyOrigin} hasFactor={on} />
        )}
      </Section>
    </>
  );
}

function PasskeyRow({ passkey: { id, name, createdAt, lastUsedAt } }: { passkey: MyPasskey }) {
  return (
    <Row
      name={name}
      act={<span className="flex gap-2"><RenamePasskey action={renamePasskeyAction} passkeyId={id} name={name} /><RemovePasskey action={removePasskeyAction} passkeyId={id} name={name} /></span>}
    >
      Added <Timestamp at={createdAt} zone="UTC" />, {lastUsedAt === null ? "not used yet" : <>last used <Timestamp at={lastUsedAt} zone="UTC" /></>}
    </Row>
  );
}

function Row({ name, children, act }: { name: string; children: ReactNode; act: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line-soft py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">{name}</p>
        <p className="text-muted">{children}</p>
      </div>
      {act}
    </li>
  );
}
