import { Section } from "#app/_ui/section.tsx";
import type { RequestStanding } from "#lib/controls/index.ts";
import { assignRequestAction } from "../actions.ts";
import { OwnerForm } from "./owner-form.tsx";

type Props = { org: string; requests: readonly RequestStanding[]; owners: readonly { value: string; label: string }[] };

/** Who sees to each evidence request. */
export function OwnersSection({ org, requests, owners }: Props) {
  const owned = requests.filter((one) => one.ownerMemberId !== null).length;
  return (
    <Section title="Owners of evidence requests" count={`${owned} of ${requests.length} have one`} flush={false}>
      <ul className="grid gap-1 pt-2">
        {requests.map((request) => (
          <li key={request.id} className="border-b border-line-soft py-2">
            <OwnerForm action={assignRequestAction.bind(null, org)} request={{ id: request.id, label: `${request.number}. ${request.title}`, ownerMemberId: request.ownerMemberId }} owners={owners} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
