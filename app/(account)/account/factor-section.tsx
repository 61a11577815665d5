import type { ReactNode } from "react";
import { LinkButton } from "#app/_ui/button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { MyFactors } from "#lib/identity/client.ts";
import { removeTotpAction, renewRecoveryCodesAction } from "./actions.ts";
import { RemoveTotp, RenewRecoveryCodes } from "./factor-forms.tsx";

/** What a person proves themselves with beside the password, and how to change it. */
export function FactorSection({ factors }: { factors: MyFactors }) {
  const { totpSince, recoveryCodesLeft } = factors;
  return (
    <Section title="Second factor" id="second-factor" aside={<span className="text-muted">{totpSince === null ? "off" : "on"}</span>}>
      <p className="mb-3 max-w-[60ch] text-muted">A password can be stolen without you noticing. With a second factor it opens nothing alone.</p>
      <ul className="border-t border-line-soft">
        <Row name="Authenticator app" act={totpSince === null ? <LinkButton href="/account/second-factor">Set up</LinkButton> : <RemoveTotp action={removeTotpAction} />}>
          {totpSince === null ? "Six digits from an app on your phone" : <>Asked for since <Timestamp at={totpSince} zone="UTC" /></>}
        </Row>
        {totpSince === null ? null : (
          <Row name="Recovery codes" act={<RenewRecoveryCodes action={renewRecoveryCodesAction} />}>
            {recoveryCodesLeft === 0 ? <span className="text-critical">None left</span> : `${recoveryCodesLeft} left`}, for when the phone is not at hand
          </Row>
        )}
      </ul>
    </Section>
  );
}

function Row({ name, children, act }: { name: string; children: ReactNode; act: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line-soft py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{name}</p>
        <p className="text-muted">{children}</p>
      </div>
      {act}
    </li>
  );
}
