import type { Metadata } from "next";
import type { ReactNode } from "react";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { PLACE_NAMES, readPlaces, type Place, type PlacesView, type PlaceView } from "#lib/ledger/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { changeAddressesAction, changeAuthorityAction } from "./actions.ts";
import { AddressesForm, AuthorityForm } from "./place-forms.tsx";

export const metadata: Metadata = { title: "Where checkpoints are kept" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [{ name, timeZone }, view] = await Promise.all([readOrganization(context, {}), readPlaces(context, {})]);
    const mayChange = context.actor.kind === "member" && roleHolds(context.actor.role, "settings.manage");
    const fails = view.places.some(({ standing }) => standing === "fails");
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Ledger", href: `/${org}/ledger` }, { label: "Where checkpoints are kept" }]}
        facts={[{ kind: "next", label: "Next to act", value: fails ? "Administrators, on what fails" : "Nobody: it keeps itself" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Where checkpoints are kept" note={view.newest === null ? "nothing is signed yet" : <>the newest is at {numberText(view.newest.size)} entries, <Timestamp at={view.newest.recordedAt} zone={timeZone} show="minute" /></>} />
        <p className="mt-3 max-w-[70ch] text-muted">
          Whoever owns the database could change every record and every signature in it. A checkpoint that lies somewhere else gives that away, so each goes to the places below as it is signed. What a place refuses is tried again every five minutes, and is a finding after {view.findingAfterHours} hours.
        </p>
        {view.places.map((place) => <PlaceSection key={place.place} place={place} zone={timeZone}>{mayChange ? <Change org={org} place={place.place} view={view} /> : <Told place={place.place} view={view} />}</PlaceSection>)}
      </PageFrame>
    );
  });
}

const ABOUT: Readonly<Record<Place, string>> = {
  folder: "A folder of the installation, best on another disk than the database. The operator names it with TICKMARK_CHECKPOINTS.",
  bucket: "Objects that nobody can delete or change before their time, not even the owner of the account: compliance mode, read back after each put. The operator names it with TICKMARK_CHECKPOINTS_S3_URL.",
  time_stamp: "An authority outside signs that it knew the checkpoint at its time (RFC 3161). Its answer lies beside the checkpoint, here and in the folder. Whether its certificate was revoked is not asked.",
  mail: "The signed checkpoint as text, once a day when it changed, with the keys to judge it by.",
};

function PlaceSection({ place: { place, standing, kept, failure }, zone, children }: { place: PlaceView; zone: string; children: ReactNode }) {
  return (
    <Section title={PLACE_NAMES[place]} id={place} flush={false} aside={<Standing standing={standing} />}>
      <p className="max-w-[70ch] py-3 text-muted">{ABOUT[place]}</p>
      {standing === "off" && kept === null && failure === null ? null : (
        <KeyValue
          wide
          items={[
            { key: "Holds", value: kept === null ? "nothing yet" : `${numberText(kept.size)} entries` },
            { key: "Last success", value: kept === null ? "none yet" : <Timestamp at={kept.at} zone={zone} show="minute" /> },
            { key: "Last failure", value: failure === null ? "none" : <><Timestamp at={failure.at} zone={zone} show="minute" />. {failure.reason}</> },
            ...(failure?.since == null ? [] : [{ key: "Fails since", value: <Timestamp at={failure.since} zone={zone} show="minute" /> }]),
          ]}
        />
      )}
      {children}
    </Section>
  );
}

function Standing({ standing }: { standing: PlaceView["standing"] }) {
  switch (standing) {
    case "holds":
      return <StatusInline status="pass" word="Holds the newest" />;
    case "behind":
      return <StatusInline status="due_soon" word="Gets the newest next" />;
    case "never":
      return <StatusInline status="not_yet_known" word="Nothing kept yet" />;
    case "fails":
      return <StatusInline status="fail" word="Fails" />;
    case "off":
      return <StatusInline status="not_applicable" word="Not set up" />;
  }
}

type ChangeProps = { place: Place; view: PlacesView };

function Change({ org, place, view: { authority, addresses } }: ChangeProps & { org: string }) {
  if (place === "time_stamp") return <AuthorityForm key={`${authority?.url ?? ""} ${authority?.certificates ?? ""}`} action={changeAuthorityAction.bind(null, org)} url={authority?.url ?? ""} certificates={authority?.certificates ?? ""} />;
  if (place === "mail") return <AddressesForm key={addresses.join(" ")} action={changeAddressesAction.bind(null, org)} addresses={addresses} />;
  return null;
}

/** The same for who may not change it. */
function Told({ place, view: { authority, addresses } }: ChangeProps) {
  if (place === "time_stamp" && authority !== null) return <p className="pt-3 break-all">{authority.url}</p>;
  if (place === "mail" && addresses.length > 0) return <p className="pt-3 break-all">{addresses.join(", ")}</p>;
  return null;
}
