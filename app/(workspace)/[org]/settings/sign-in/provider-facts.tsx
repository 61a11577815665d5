import { EmptyState } from "#app/_ui/empty-state.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { ROLE_WORDS } from "#lib/people/client.ts";
import type { ProviderPage } from "#lib/providers/index.ts";

/** The same for those who may look and not change. */
export function ProviderFacts({ page: { provider, domains, linked }, zone }: { page: ProviderPage; zone: string }) {
  if (provider === null) {
    return <EmptyState kind="first" title="No provider is connected">People sign in with passwords and passkeys. An administrator can connect the company's own provider here.</EmptyState>;
  }
  const proven = domains.filter(({ provenAt }) => provenAt !== null).map(({ domain }) => domain);
  const fallback = provider.fallbackRole === "refuse" ? "refused" : ROLE_WORDS[provider.fallbackRole].label;
  return (
    <Section title="Provider" flush={false}>
      <div className="pt-2"><KeyValue
        items={[
          { key: "Issuer", value: <code className="break-all">{provider.issuer}</code> },
          { key: "Connection", value: provider.checkProblem === null ? <StatusInline status="pass" word="Answers" /> : <StatusInline status="could_not_run" word={provider.checkProblem} /> },
          { key: "Tested", value: <Timestamp at={provider.checkedAt} zone={zone} show="minute" /> },
          { key: "Proven domains", value: proven.length === 0 ? "none" : proven.join(", ") },
          { key: "People who came by it", value: numberText(linked) },
          { key: "Roles", value: provider.roleClaim === "" ? "given by administrators" : `by the claim ${provider.roleClaim}: ${provider.roles.map(({ value, role }) => `${value} is ${ROLE_WORDS[role].label}`).join(", ")}; everybody else: ${fallback}` },
          { key: "Ways in", value: provider.enforced ? "the provider alone" : "the provider, passwords and passkeys" },
        ]}
      /></div>
    </Section>
  );
}
