import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { RuleView } from "#lib/rules/index.ts";

/** The rule's own examples, run anew for this page. */
export function RuleExamples({ tests, read }: { tests: RuleView["tests"]; read: boolean }) {
  const passed = tests.filter((test) => test.passed).length;
  return (
    <Section title="Examples" count={tests.length === 0 ? undefined : `${passed} of ${tests.length} as expected, run just now`} flush={false}>
      {tests.length === 0 ? <EmptyState kind="no_result" title={read ? "The rule carries no example" : "Its examples cannot be run"}>Nothing shows that it finds what it should.</EmptyState> : (
        <ul className="grid gap-2 pt-3">
          {tests.map((test, at) => (
            <li key={at} className="grid gap-x-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
              <StatusInline status={test.passed ? "pass" : "fail"} word={test.expectation === "positive" ? "Must be found" : "Must be left alone"} />
              <span className="min-w-0 break-words">{test.name}{test.passed ? null : <span className="block text-critical">{test.message}</span>}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
