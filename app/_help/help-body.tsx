import Link from "next/link";
import { ShortcutTable } from "#app/_keys/shortcut-table.tsx";
import { NewsSeen } from "#app/_shell/news-seen.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Section } from "#app/_ui/section.tsx";
import { WithRail, RailSection } from "#app/_ui/with-rail.tsx";
import { newsKey, type Help } from "#lib/navigation/index.ts";
import { SOFTWARE } from "#lib/platform/software.ts";

/** Versions that are told about; the rest stands in the changelog. */
const TOLD = 3;

/** First steps, what is new, the words, the keys, and whom to ask: the same page for everybody. */
export function HelpBody({ help, home }: { help: Help; home: string }) {
  return (
    <WithRail rail={<Rail help={help} />}>
      <Section title="First steps" flush={false}>
        <ol className="help-steps">
          {help.steps.map(({ label, path, why }) => <li key={path}><Link prefetch={false} className="link font-medium" href={`${home}/${path}`}>{label}</Link><p className="text-muted">{why}</p></li>)}
        </ol>
      </Section>
      <Section title="What is new" id="news" flush={false}>
        {help.releases.slice(0, TOLD).map(({ version, date, changes }) => (
          <section key={version} className="pt-3">
            <h3 className="font-semibold">{version}{date === null ? null : <span className="font-normal text-muted"> {formatInstant(`${date}T12:00:00Z`, "UTC", "date")}</span>}</h3>
            <ul className="help-news">{changes.map((change) => <li key={change}>{change.replaceAll("`", "")}</li>)}</ul>
          </section>
        ))}
        <NewsSeen news={newsKey(help.releases)} />
      </Section>
      <Section title="Words" id="words" count={help.words.length} flush={false}>
        <dl className="help-words">
          {help.words.map(({ word, meaning, insteadOf }) => (
            <div key={word} id={`word-${word.replaceAll(" ", "-")}`}><dt>{word}</dt><dd>{meaning}{insteadOf === null ? null : <span className="text-muted"> Not: {insteadOf}.</span>}</dd></div>
          ))}
        </dl>
      </Section>
      <Section title="Keyboard" id="keys" aside={<Link prefetch={false} className="link" href="/account#keyboard">Single keys on or off</Link>} flush={false}>
        <div className="pt-3"><ShortcutTable level={3} /></div>
      </Section>
    </WithRail>
  );
}

function Rail({ help: { administrators } }: { help: Help }) {
  return (
    <>
      <RailSection title="Whom to ask">
        <p className="text-muted">Administrators of this organization give roles, invite people and change settings.</p>
        <ul className="mt-2 grid gap-2">
          {administrators.map(({ name, email }) => <li key={email}>{name}<br /><a className="link wrap-anywhere" href={`mailto:${email}`}>{email}</a></li>)}
        </ul>
      </RailSection>
      <RailSection title="When something fails">
        <p className="text-muted">A page that fails says its request number. Whoever runs Tickmark for you finds in its log what happened.</p>
        <div className="mt-2"><KeyValue items={[{ key: "Version", value: SOFTWARE }]} /></div>
      </RailSection>
    </>
  );
}
